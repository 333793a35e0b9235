/** How many characters fit on a line of the terminal; 80 where nobody watches. */
export const lineWidth = (): number => Math.max(40, process.stdout.isTTY ? process.stdout.columns : 80);

/** Less room than this for the last column of a line is none: what stands in it goes on a line of its own. */
const leastRoom = 30;
const gap = 2;

/**
 * Rows as columns under one line of headings, two spaces apart. What does not fit beside the others stands below its row, each value with
 * its heading before it, and so does all of a row that is the only one. Text is broken between words. A word is never broken: it could not
 * be copied.
 */
export function columns(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  limit = lineWidth(),
): string[] {
  const widths = headings.map((_, column) => Math.max(...[headings, ...rows].map((row) => width(row[column] ?? ''))));
  const beside = fitting(widths, limit);
  const [only] = rows;
  if (only !== undefined && rows.length === 1 && beside < headings.length) return labelled(headings, only, limit);
  const laid = (row: readonly string[]): string[] => laidLine(row, widths.slice(0, beside), limit);
  const under = (row: readonly string[]): string[] =>
    named(headings.slice(beside), row.slice(beside, headings.length), limit);
  return [
    ...laid(headings),
    ruleUnder(widths.slice(0, beside), limit),
    ...rows.flatMap((row) => [...laid(row), ...under(row)]),
  ];
}

/** One thing, a line for each of its values: `Recorded  2026-11-24 02:30 UTC`. */
export function labelled(headings: readonly string[], row: readonly string[], limit = lineWidth()): string[] {
  const wide = Math.max(...headings.map((heading) => width(heading) + 1));
  return headings.flatMap((heading, column) =>
    laidLine([`${heading}:`, row[column] ?? ''], [wide, limit - wide - gap], limit),
  );
}

/** How many columns stand side by side; the last of all may be narrower than what it holds. */
function fitting(widths: readonly number[], limit: number): number {
  let used = 0;
  for (const [column, wide] of widths.entries()) {
    const room = limit - used;
    const isLast = column === widths.length - 1;
    if (column > 0 && wide > room && !(isLast && room >= leastRoom)) return column;
    used += wide + gap;
  }
  return widths.length;
}

/** Values with their headings, as many on a line as fit; those that say nothing are left out. */
function named(headings: readonly string[], values: readonly string[], limit: number): string[] {
  const lines: string[] = [];
  for (const [column, value] of values.entries()) {
    if (value === '') continue;
    const part = `${headings[column] ?? ''}: ${value}`;
    const joined = `${lines.at(-1) ?? ''}${' '.repeat(gap)}${part}`;
    if (lines.length > 0 && width(joined) <= limit - gap) lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  return lines.flatMap((line) => (width(line) <= limit - gap ? [' '.repeat(gap) + line] : setInText(line, gap, limit)));
}

/** The values of a row side by side, the last one over as many lines as it needs. */
function laidLine(row: readonly string[], widths: readonly number[], limit: number): string[] {
  const last = widths.length - 1;
  const before = widths.slice(0, last);
  const head = before.map((wide, column) => padded(row[column] ?? '', wide) + ' '.repeat(gap)).join('');
  const left = Math.min(widths[last] ?? 0, limit - width(head));
  return wrapped(row[last] ?? '', left).map(
    (part, index) => (index === 0 ? head : ' '.repeat(width(head))) + padded(part, left),
  );
}

function ruleUnder(widths: readonly number[], limit: number): string {
  const used = widths.slice(0, -1).reduce((sum, wide) => sum + wide + gap, 0);
  const shown = widths.map((wide, column) => (column < widths.length - 1 ? wide : Math.min(wide, limit - used)));
  return shown.map((wide) => '─'.repeat(Math.max(1, wide))).join(' '.repeat(gap));
}

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
