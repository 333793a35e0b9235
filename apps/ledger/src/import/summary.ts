import type { ErrorDetail } from '#libs/ledger';

import { counted } from '../terminal/print.js';
import type { Place } from './entry.js';
import type { Ending } from './run-entries.js';
import type { PlacedFault, PlacedWarning, Tally } from './tally.js';
import { placeWords } from './import-words.js';

/** The promised shape of `import --json`. */
interface Summary {
  readonly path: string;
  readonly dryRun: boolean;
  readonly ended: Ending['ended'];
  /** Rows or files that were looked at; on a dry run `recorded` says how many would be. */
  readonly entries: number;
  readonly recorded: number;
  readonly alreadyThere: number;
  readonly refused: number;
  /** How many events of each type. */
  readonly events: Readonly<Record<string, number>>;
  /** The last row or file that was begun; everything before it is done. */
  readonly last?: Place;
  readonly seconds: number;
  readonly errors: readonly PlacedFault[];
  readonly errorsOmitted: number;
  /** What was taken as it is and should be looked at. */
  readonly warnings: readonly PlacedWarning[];
  readonly warningsOmitted: number;
  readonly error?: { readonly code: string; readonly message: string; readonly details: readonly ErrorDetail[] };
}

export function summaryOf(path: string, { dryRun }: { readonly dryRun?: true }, tally: Tally, ending: Ending): Summary {
  const { counts, events, last, faults, faultsOmitted, warnings, warningsOmitted, entries, seconds } = tally;
  return {
    path,
    dryRun: dryRun === true,
    ended: ending.ended,
    entries,
    recorded: counts.recorded,
    alreadyThere: counts.already_there,
    refused: counts.refused,
    events: Object.fromEntries([...events].sort()),
    ...(last === undefined ? {} : { last }),
    seconds: Math.round(seconds * 10) / 10,
    errors: faults,
    errorsOmitted: faultsOmitted,
    warnings,
    warningsOmitted,
    ...('error' in ending ? { error: errorOf(ending) } : {}),
  };
}

const errorOf = ({ error: { code, message, details } }: Extract<Ending, { error: object }>) => ({
  code,
  message,
  details,
});

export function summaryWords({ dryRun, recorded, alreadyThere, refused, events, seconds, ...rest }: Summary): string[] {
  const total = Object.values(events).reduce((sum, count) => sum + count, 0);
  const types = Object.entries(events).map(([type, count]) => `  ${count} ${type}`);
  const toLookAt = rest.warnings.length + rest.warningsOmitted;
  return [
    ...(dryRun ? ['Nothing was recorded: this was a dry run.'] : []),
    `${dryRun ? 'Would be recorded' : 'Recorded'} ${recorded}, already there ${alreadyThere}, refused ${refused}, in ${seconds} s`,
    ...(total === 0 ? [] : [`${counted(total, 'event')}:`, ...types]),
    ...(toLookAt === 0 ? [] : [`${counted(toLookAt, 'warning')} to look at`]),
    ...endingWords(rest),
  ];
}

function endingWords({ ended, last }: Pick<Summary, 'ended' | 'last'>): string[] {
  const place = placeWords(last);
  switch (ended) {
    case 'complete':
      return [];
    case 'interrupted':
      return [`Interrupted at ${place}. The same command goes on from there.`];
    case 'refusal':
      return [`Stopped at ${place}, because something was refused (--strict).`];
    case 'unreadable':
      return [`Stopped at ${place}: the file cannot be read on.`];
    case 'unavailable':
    case 'stopped':
      return [`Stopped at ${place}. The same command goes on once the ledger answers again.`];
  }
}
