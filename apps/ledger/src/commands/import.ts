import { setMaxListeners } from 'node:events';
import { stat } from 'node:fs/promises';

import { connect } from '../client/connect.js';
import { ledgerSize } from '../client/ledger-size.js';
import { csvEntries } from '../import/csv-entries.js';
import type { Entry } from '../import/entry.js';
import { Foresight } from '../import/foresee-draft.js';
import { letterEntries } from '../import/letter-entries.js';
import { PatientLedger } from '../import/patient-ledger.js';
import { recordDraft } from '../import/record-draft.js';
import { type Ending, runEntries } from '../import/run-entries.js';
import { summaryOf, summaryWords } from '../import/summary.js';
import { Tally } from '../import/tally.js';
import { Teller } from '../import/teller.js';
import { type ExitStatus, type OutputFlags, usage } from '../terminal/failure.js';
import { clearProgress, printJson, printLines } from '../terminal/print.js';

export interface ImportFlags extends OutputFlags {
  readonly dryRun?: true;
  readonly strict?: true;
  readonly wait: number;
  readonly as?: string;
}

/** Rows that are under way at once. */
const width = 32;

/**
 * Imports a file of references or a folder of letters. What is on record already is passed over, so that the same command goes on where it
 * was interrupted; Ctrl-C finishes what is under way, a second one ends at once.
 */
export async function importHistories(path: string, flags: ImportFlags): Promise<ExitStatus> {
  if (!Number.isFinite(flags.wait) || flags.wait < 0) throw usage('--wait is a number of seconds');
  const entries = await entriesOf(path);
  const acting = { roles: ['importer'], subject: flags.as } as const;
  const client = await connect(acting);
  const stop = interruption();
  const patience = { wait: flags.wait * 1000, signal: stop, connect: () => connect(acting) };
  const ledger = new PatientLedger(client, patience);
  const teller = flags.json ? undefined : new Teller(flags);
  const tally = new Tally(teller);
  const running = { width, signal: stop, strict: flags.strict === true };
  const ending = await runEntries(entries, { ...running, take: await taker(ledger, flags) }, tally);
  teller?.end();
  clearProgress();
  const summary = summaryOf(path, flags, tally, ending);
  if (flags.json) printJson(summary);
  else printLines(summaryWords(summary));
  if ('error' in ending) process.stderr.write(`${ending.error.code}: ${ending.error.message}\n`);
  return statusOf(ending, tally);
}

async function taker(
  ledger: PatientLedger,
  { dryRun }: ImportFlags,
): Promise<Parameters<typeof runEntries>[1]['take']> {
  if (dryRun) {
    const foresight = new Foresight(ledger);
    return (draft) => foresight.of(draft);
  }
  const from = await ledger.ask(ledgerSize);
  return (draft) => recordDraft(draft, ledger, from);
}

async function entriesOf(path: string): Promise<AsyncIterable<Entry>> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw usage(`${path}: there is no such file or folder`);
  return found.isDirectory() ? letterEntries(path) : csvEntries(path);
}

/** Aborted by the first Ctrl-C or request to end; after that these signals end the process as they always do. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  // As many listen as there are rows waiting for a ledger that does not answer.
  setMaxListeners(0, controller.signal);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

function statusOf({ ended }: Ending, { counts }: Tally): ExitStatus {
  if (ended === 'unavailable') return 3;
  return ended === 'complete' && counts.refused === 0 ? 0 : 1;
}
