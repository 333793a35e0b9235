import type { Table } from '../docs/markdown.js';
import type { FaultReport } from './planted/suite.js';
import type { ClassReport } from './trials.js';
import type { TamperClass } from './tamper-class.js';

const code = (text: string): string => `\`${text}\``;

/** What a run has shown, as the documentation prints it; without a report, what it says before any run. */
export const tamperingTable = (classes: readonly TamperClass[], reports: readonly ClassReport[]): Table => [
  ['class', 'trials', 'caught', 'its own findings', 'seen beside them', 'done by', 'caught by'],
  ...classes.flatMap((tampering) => {
    const report = reports.find(({ name }) => name === tampering.name);
    return report === undefined ? [] : [rowOf(tampering, report)];
  }),
];

function rowOf({ what, own, by, judge }: TamperClass, { trials, caught, seen }: ClassReport): string[] {
  const others = Object.keys(seen).filter((each) => !own.includes(each));
  return [
    what,
    String(trials),
    String(caught),
    own.map(code).join(' '),
    others.sort().map(code).join(' '),
    by,
    judge.name,
  ];
}

/** What caught each planted fault. */
export const plantedTable = (reports: readonly FaultReport[]): Table => [
  [
    'fault planted in the verifier',
    'first test that fails',
    'first independent bundle',
    'first class of tampering not caught',
  ],
  ...reports.map(({ fault, caught: { specs, bundles, tampering } }) => [
    fault,
    specs ?? '–',
    bundles ?? '–',
    tampering ?? '–',
  ]),
];

/** The same for a terminal. */
export function printed(table: Table): string {
  const plain = table.map((row) => row.map((cell) => cell.replaceAll('`', '')));
  const widths = (plain[0] ?? []).map((_, n) => Math.min(60, Math.max(...plain.map((row) => row[n]?.length ?? 0))));
  return plain
    .map(
      (row) =>
        `${row
          .map((cell, n) => cell.padEnd(widths[n] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
