/** A run of characters on a page. */
export interface Run {
  readonly text: string;
  /** Height of its base line above the foot of the page, in points. */
  readonly y: number;
  /** Whether the line ends behind it. */
  readonly endsLine: boolean;
}

interface Line {
  readonly text: string;
  readonly y: number;
}

/** From how many usual line distances on a gap is a blank line. */
const blankFrom = 1.4;

/** The text of a page in lines, with a blank line where the page leaves more room than it does between two lines of a paragraph. */
export function pageText(runs: readonly Run[]): string {
  const lines = linesOf(runs);
  const usual = usualDistance(lines);
  return lines
    .map(({ text, y }, i) => {
      const above = lines[i - 1];
      const gap = above === undefined ? 0 : above.y - y;
      return usual > 0 && gap > blankFrom * usual ? `\n${text}` : text;
    })
    .join('\n');
}

function linesOf(runs: readonly Run[]): Line[] {
  const lines: Line[] = [];
  let text = '';
  let y: number | undefined;
  for (const run of runs) {
    text += run.text;
    if (run.text.trim() !== '') y ??= run.y;
    if (!run.endsLine) continue;
    if (text.trim() !== '') lines.push({ text: text.trimEnd(), y: y ?? run.y });
    text = '';
    y = undefined;
  }
  if (text.trim() !== '') lines.push({ text: text.trimEnd(), y: y ?? 0 });
  return lines;
}

/** The distance that most lines have from the one above, to the half point: that within paragraphs. */
function usualDistance(lines: readonly Line[]): number {
  const counted = new Map<number, number>();
  for (const [i, { y }] of lines.entries()) {
    const distance = Math.round(2 * ((lines[i - 1]?.y ?? y) - y)) / 2;
    if (distance > 0) counted.set(distance, (counted.get(distance) ?? 0) + 1);
  }
  const [most] = [...counted].sort(([a, n], [b, m]) => m - n || a - b);
  return most?.[0] ?? 0;
}
