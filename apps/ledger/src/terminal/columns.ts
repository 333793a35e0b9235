/** How many characters fit on a line of the terminal; 80 where nobody watches. */
export const lineWidth = (): number => Math.max(40, process.stdout.isTTY ? process.stdout.columns : 80);

/** Less room than this for the last column of a line is none: what stands in it goes on a line of its own. */
const leastRoom = 30;
const gap = 2;

/** Columns that stand side by side, by their places in a row. */
type Line = readonly number[];

/**
 * Rows as columns under their headings, two spaces apart. What does not fit beside the others stands on further lines of the row, set in;
 * the last column of a line is broken between words. A word is never broken: it could not be copied.
 */
export function columns(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  limit = lineWidth(),
): string[] {
  const widths = headings.map((_, column) => Math.max(...[headings, ...rows].map((row) => width(row[column] ?? ''))));
  const lines = linesOf(widths, limit);
  const laid = (row: readonly string[]): string[] =>
    lines.flatMap((line, index) => laidLine({ row, widths, line, room: limit - indent(index) }).map(setIn(index)));
  return [...laid(headings), ruleUnder(widths, lines, limit), ...rows.flatMap(laid)];
}

/** Which columns stand side by side, so that each line fits. */
function linesOf(widths: readonly number[], limit: number): Line[] {
  const lines: number[][] = [[]];
  let used = 0;
  for (const [column, wide] of widths.entries()) {
    const isLast = column === widths.length - 1;
    const room = limit - used - indent(lines.length - 1);
    if (used > 0 && wide > room && !(isLast && room >= leastRoom)) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push(column);
    used += wide + gap;
  }
  return lines;
}

interface Laid {
  readonly row: readonly string[];
  readonly widths: readonly number[];
  readonly line: Line;
  readonly room: number;
}

function laidLine({ row, widths, line, room }: Laid): string[] {
  const before = line.slice(0, -1);
  const head = before.map((column) => padded(row[column] ?? '', widths[column] ?? 0) + ' '.repeat(gap)).join('');
  const last = line.at(-1) ?? 0;
  const left = Math.min(widths[last] ?? 0, room - width(head));
  return wrapped(row[last] ?? '', left).map(
    (part, index) => (index === 0 ? head : ' '.repeat(width(head))) + padded(part, left),
  );
}

function ruleUnder(widths: readonly number[], [first = [], ...others]: readonly Line[], limit: number): string {
  if (others.length > 0) return '─'.repeat(limit);
  const used = first.slice(0, -1).reduce((sum, column) => sum + (widths[column] ?? 0) + gap, 0);
  return first
    .map((column, index) =>
      '─'.repeat(Math.min(widths[column] ?? 0, index < first.length - 1 ? limit : Math.max(1, limit - used))),
    )
    .join(' '.repeat(gap));
}

const indent = (line: number): number => (line === 0 ? 0 : gap);
const setIn =
  (line: number) =>
  (text: string): string =>
    ' '.repeat(indent(line)) + text;

/** A text in lines of at most so many characters, broken between words; a longer word has a line of its own. */
export function wrapped(text: string, room: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (width(line) + 1 + width(word) <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A text that stands `by` characters further in than others, over as many lines as it needs. */
export const setInText = (text: string, by: number, limit = lineWidth()): string[] =>
  wrapped(text, limit - by).map((line) => ' '.repeat(by) + line);

const padded = (text: string, wide: number): string => text + ' '.repeat(Math.max(0, wide - width(text)));
const width = (text: string): number => [...text].length;
