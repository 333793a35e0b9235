import type { Judged, Row } from './result.js';

/** A figure of the table, as `case/variant`. */
type Figure = `${string}/${string}`;

interface Goal {
  /** What must be fast. */
  readonly ours: Figure;
  /** What it is held against; of several, the fastest. */
  readonly than: readonly Figure[];
  /** Their ratio must reach this. */
  readonly atLeast: number;
  readonly moonshot?: number;
}

/** What the store must reach, signature and leaf hash included unless the variant says otherwise. */
export const storeGoals: readonly Goal[] = [
  { ours: 'append.1/signed', than: ['append.1/raw'], atLeast: 0.75, moonshot: 0.85 },
  { ours: 'append.32/signed', than: ['append.32/raw'], atLeast: 1.25, moonshot: 1.6 },
  { ours: 'append.32/unsigned', than: ['append.32/raw'], atLeast: 2 },
  { ours: 'append.32/signed', than: ['append.32/emmett'], atLeast: 3.5 },
  {
    ours: 'append.32/signed',
    than: ['append.1/message-db', 'append.32/message-db', 'append.128/message-db'],
    atLeast: 1.7,
  },
  { ours: 'append.32/signed', than: ['append.32/kurrentdb'], atLeast: 3 },
  { ours: 'append.128/signed', than: ['append.32/raw'], atLeast: 1.6, moonshot: 2 },
  { ours: 'append.batch100/signed', than: ['append.batch100/raw'], atLeast: 0.6 },
  { ours: 'read.all/signed', than: ['read.all/raw'], atLeast: 0.45, moonshot: 0.75 },
  { ours: 'read.all/signed', than: ['read.all/message-db'], atLeast: 2 },
];

/** What a command over HTTP must reach, beside the same route that stores nothing. */
export const httpGoals: readonly Goal[] = [
  { ours: 'reminder.32/ours', than: ['reminder.32/raw'], atLeast: 0.5 },
  { ours: 'letter.32/ours', than: ['letter.32/raw'], atLeast: 0.5 },
];

/** What publishing must reach, beside a producer of kafkajs on the same broker. */
export const kafkaGoals: readonly Goal[] = [{ ours: 'publish/ours', than: ['publish/raw'], atLeast: 0.7 }];

/** How long 99 of 100 events may take until a subscriber has them, in milliseconds. */
export const latencyGoal = 500;
/** How fast an auditor's bundle is verified, beside what all processors do that verify signatures and nothing else. */
export const verifyGoals: readonly Goal[] = [{ ours: 'verify.bundle/ours', than: ['verify.bundle/raw'], atLeast: 0.8 }];

/** What the process that verifies may occupy at its largest, in MiB. */
export const verifyMemoryGoal = 512;

/** Holds the rows against the goals. */
export function judge(goals: readonly Goal[], rows: readonly Row[]): Judged[] {
  const rates = new Map(rows.map((row) => [`${row.case}/${row.variant}`, row.perSecond]));
  return goals.map(({ ours, than, atLeast, moonshot }) => {
    const [own, others] = [rates.get(ours), than.map((figure) => rates.get(figure))];
    // The best of several is known only when all of them are.
    const known = others.filter((rate) => rate !== undefined);
    const ratio = own === undefined || known.length < than.length ? null : own / Math.max(...known);
    const reaches = (figure: number): boolean | null => (ratio === null ? null : ratio >= figure);
    return {
      goal: `${ours} ≥ ${atLeast} × ${than.length > 1 ? `the best of ${than.join(', ')}` : than.join()}`,
      unit: '×',
      measured: ratio,
      met: reaches(atLeast),
      ...(moonshot !== undefined && { moonshot: { figure: moonshot, met: reaches(moonshot) } }),
    };
  });
}

/** What the notary must reach. */
export const proofGoals = {
  /** Leaves a second while the notary catches up. */
  catchUp: 50_000,
  /** Milliseconds for one proof over HTTP. */
  proof: 10,
  /** Seconds from opening the store to serving. */
  start: 2,
} as const;

/** How far a registry may grow while it makes one bundle, however long, in MiB. */
export const bundleMemoryGoal = 128;

/** How far a process may grow while a million events are recorded and read, in MiB. */
export const memoryGoal = 64;
