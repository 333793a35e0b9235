import { LedgerError } from './errors.js';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

const maxDepth = 64;
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * RFC 8785 text of a value that consists of what the ledger keeps: no fractions, integers within ±(2^53−1), no U+0000, no lone
 * surrogates, members `undefined` left out. Throws `JSON_VALUE` naming the path otherwise.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '', 0);
}

function write(value: unknown, path: string, depth: number): string {
  if (depth > maxDepth) throw new LedgerError('JSON_VALUE', { path, reason: 'nested too deep' });
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === 'string') return writeString(value, path);
  if (typeof value === 'number') return writeInteger(value, path);
  if (Array.isArray(value)) return `[${value.map((item, i) => write(item, `${path}/${i}`, depth + 1)).join(',')}]`;
  if (typeof value === 'object') return writeObject(value as Record<string, unknown>, path, depth);
  throw new LedgerError('JSON_VALUE', { path, reason: 'not a JSON value' });
}

function writeString(value: string, path: string): string {
  if (value.includes('\0') || loneSurrogate.test(value))
    throw new LedgerError('JSON_VALUE', { path, reason: 'text with U+0000 or a lone surrogate' });
  return JSON.stringify(value);
}

function writeInteger(value: number, path: string): string {
  if (!Number.isSafeInteger(value))
    throw new LedgerError('JSON_VALUE', { path, reason: 'not an integer within ±(2^53−1)' });
  return String(value === 0 ? 0 : value);
}

function writeObject(value: Record<string, unknown>, path: string, depth: number): string {
  let members = '';
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${writeString(name, path)}:${write(member, `${path}/${name}`, depth + 1)}`;
  }
  return `{${members}}`;
}

/** Whether a text is the RFC 8785 text of the value that was parsed from it. Throws `JSON_VALUE` as `canonicalJson` does. */
export const isCanonicalJson = (text: string, value: unknown): boolean =>
  endOf(text, value, { at: 0, depth: 0 }) === text.length || canonicalJson(value) === text;

interface Place {
  readonly at: number;
  readonly depth: number;
}

const uncertain = -1;
const escaped = /["\\\u0000-\u001f]/;

/** Where in the text a value that begins at a place ends; `uncertain` where the short way does not tell, and never a wrong end. */
function endOf(text: string, value: unknown, { at, depth }: Place): number {
  if (typeof value === 'string') return endOfString(text, value, at);
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? endOfWord(text, String(value), at) : uncertain;
  if (value === null || typeof value === 'boolean') return endOfWord(text, String(value), at);
  if (typeof value !== 'object' || depth >= maxDepth) return uncertain;
  return Array.isArray(value)
    ? endOfArray(text, value, { at, depth: depth + 1 })
    : endOfObject(text, value as Record<string, unknown>, { at, depth: depth + 1 });
}

const endOfWord = (text: string, word: string, at: number): number =>
  text.startsWith(word, at) ? at + word.length : uncertain;

function endOfString(text: string, value: string, at: number): number {
  const end = at + 1 + value.length;
  if (text.charCodeAt(at) !== quote || text.charCodeAt(end) !== quote || !text.startsWith(value, at + 1))
    return uncertain;
  return escaped.test(value) || loneSurrogate.test(value) ? uncertain : end + 1;
}

const quote = 0x22;

function endOfArray(text: string, items: readonly unknown[], { at, depth }: Place): number {
  let next = endOfWord(text, '[', at);
  for (const [i, item] of items.entries()) {
    if (i > 0) next = endOfWord(text, ',', next);
    if (next === uncertain) return uncertain;
    next = endOf(text, item, { at: next, depth });
  }
  return next === uncertain ? uncertain : endOfWord(text, ']', next);
}

function endOfObject(text: string, members: Record<string, unknown>, { at, depth }: Place): number {
  let next = endOfWord(text, '{', at);
  let before: string | undefined;
  for (const name of Object.keys(members)) {
    if (before !== undefined) next = before < name ? endOfWord(text, ',', next) : uncertain;
    before = name;
    if (next !== uncertain) next = endOfString(text, name, next);
    if (next !== uncertain) next = endOfWord(text, ':', next);
    if (next === uncertain) return uncertain;
    next = endOf(text, members[name], { at: next, depth });
  }
  return next === uncertain ? uncertain : endOfWord(text, '}', next);
}

/**
 * Parses JSON that may be kept: like `JSON.parse`, but a member named twice is `JSON_DUPLICATE_KEY` (the built-in parser silently
 * keeps the last), and values that `canonicalJson` would refuse are `JSON_VALUE`. Syntax errors are `JSON_INVALID`.
 */
export function parseJson(text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new LedgerError('JSON_INVALID');
  }
  refuseDuplicates(text);
  canonicalJson(value);
  return value;
}

/** Walks well-formed JSON text once, keeping per open object the set of names seen. */
function refuseDuplicates(text: string): void {
  const open: (Set<string> | undefined)[] = [];
  let nameNext = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '{') {
      open.push(new Set());
      nameNext = true;
    } else if (c === '[') open.push(undefined);
    else if (c === '}' || c === ']') open.pop();
    else if (c === ',') nameNext = open.at(-1) !== undefined;
    else if (c === '"') {
      const end = stringEnd(text, i);
      if (nameNext) noteName(open.at(-1), text.slice(i, end + 1));
      nameNext = false;
      i = end;
    }
  }
}

function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}

function noteName(names: Set<string> | undefined, quoted: string): void {
  const name = JSON.parse(quoted) as string;
  if (names?.has(name)) throw new LedgerError('JSON_DUPLICATE_KEY');
  names?.add(name);
}
