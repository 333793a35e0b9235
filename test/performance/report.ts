import type { Judged, Missing, Outcome, Row } from './result.js';

type Cells = readonly string[];

/** A suite's outcome as a person reads it. */
export function report(outcome: Outcome, conditions: readonly string[]): string {
  const { rows, notMeasured, goals, notes } = outcome;
  const reasons = notMeasured.map(({ variant, reason }) => `${variant} is not measured: ${reason}`);
  const parts = [conditions, table(rows, notMeasured), [...reasons, ...notes], goals.map(sentence)];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n');
}

/** One line a row, each with its ratio to the variant `raw` of the same case. */
function table(rows: readonly Row[], notMeasured: readonly Missing[]): string[] {
  const cases = [...new Set(rows.map((row) => row.case))];
  const lines = cases.flatMap((name) => {
    const own = rows.filter((row) => row.case === name);
    const raw = own.find(({ variant }) => variant === 'raw');
    return [
      ...own.map((row) => cellsOf(row, raw)),
      ...notMeasured.map(({ variant }): Cells => [name, variant, 'not measured', '', '', '']),
    ];
  });
  return aligned([['case', 'variant', 'per second', 'p50 ms', 'p99 ms', '× raw'], ...lines]);
}

const cellsOf = (row: Row, raw: Row | undefined): Cells => [
  row.case,
  row.variant,
  row.perSecond.toFixed(row.perSecond < 1000 ? 1 : 0),
  row.p50.toFixed(2),
  row.p99.toFixed(2),
  raw === undefined ? '' : (row.perSecond / raw.perSecond).toFixed(2),
];

/** Words to the left, figures to the right, two spaces between. */
function aligned(lines: readonly Cells[]): string[] {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const cellAt = (cell: string, column: number): string =>
    column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return lines.map((cells) => cells.map(cellAt).join('  ').trimEnd());
}

function sentence({ goal, unit, measured, met, moonshot }: Judged): string {
  if (measured === null) return `goal ${goal}: not measured`;
  const word = (reached: boolean | null): string => (reached ? 'met' : 'not met');
  const further = moonshot === undefined ? '' : `; moonshot ${moonshot.figure} ${word(moonshot.met)}`;
  return `goal ${goal}: ${measured.toFixed(unit === 'MiB' || unit === 'a second' ? 0 : 2)} ${unit}, ${word(met)}${further}`;
}
