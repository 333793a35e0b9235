import { readFileSync } from 'node:fs';

import { filesBelow } from '../gates/tree-text.js';

/** The pages that are held true: everything a reader of the project is shown. */
export const pages = filesBelow('.').filter((path) => path.endsWith('.md'));

export const pageText = (path: string): string => readFileSync(path, 'utf8');

export interface CodeBlock {
  /** `path:line` of its first fence. */
  readonly place: string;
  /** What stands after the fence: `bash`, `ts`, `json` …; empty when nothing does. */
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a page, in order. */
export function codeBlocks(path: string, text: string): CodeBlock[] {
  const lines = text.split('\n');
  const fences = lines.flatMap((line, index) => (line.trimStart().startsWith('```') ? [index] : []));
  return fences.flatMap((start, index) => {
    const end = fences[index + 1];
    if (index % 2 === 1 || end === undefined) return [];
    const language = (lines[start] ?? '').trim().slice(3).trim();
    return [{ place: `${path}:${start + 1}`, language, text: lines.slice(start + 1, end).join('\n') }];
  });
}

/** The text of a page without its code, where links and anchors are looked for. */
const proseOf = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```/gm, '').replace(/`[^`\n]*`/g, '');

/** Targets of a page's links and pictures. */
export const linksOf = (text: string): string[] =>
  [...proseOf(text).matchAll(/\]\(([^()\s]+)\)/g)].map((match) => match[1] ?? '');

/** The anchors a page's headings have, as code hosts form them. */
export const anchorsOf = (text: string): string[] =>
  [...text.replace(/^ *```[\s\S]*?^ *```/gm, '').matchAll(/^#+ +(.+)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );

/** Rows of cells, the first of them the heading. */
export type Table = readonly (readonly string[])[];

/** The page with another table after `<!-- table: name -->`. */
export function withTable(text: string, name: string, rows: Table): string {
  const [head = [], ...body] = rows;
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
  const [before = '', after = ''] = text.split(`<!-- table: ${name} -->\n`);
  return `${before}<!-- table: ${name} -->\n\n${table}\n${after.replace(/^\s*(\|.*\n)*/, '\n')}`;
}

/** The cells of the table that stands after `<!-- table: name -->`, without the line under the heading. */
export function tableOf(text: string, name: string): string[][] {
  const after = text.split(`<!-- table: ${name} -->`)[1] ?? '';
  const lines = after.trimStart().split('\n');
  const rows = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('|')),
  );
  return rows.filter((_, index) => index !== 1).map(cellsOf);
}

const cellsOf = (row: string): string[] =>
  row
    .replace(/^\||\|\s*$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
