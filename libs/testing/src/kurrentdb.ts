import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KurrentDouble } from './kurrent-double.js';

/** A KurrentDB on which a suite finds no ledger yet. */
export interface KurrentDb {
  readonly url: string;
  /** The stream for the ledger. On a server that outlives the run it is another one each time, for a stream is never the same again. */
  readonly stream: string;
  stop(): Promise<void>;
}

/** The server at `KURRENTDB_URL`, else a protocol double of the suite's own; the end of the run says which of the two it was. */
export async function startKurrentDb(): Promise<KurrentDb> {
  const given = process.env['KURRENTDB_URL'];
  if (given !== undefined && given !== '') {
    tell('KurrentDB: the server at KURRENTDB_URL');
    return { url: given, stream: `ledger-${randomBytes(6).toString('hex')}`, stop: async () => undefined };
  }
  tell('KurrentDB: the protocol double in libs/testing, because KURRENTDB_URL names no server');
  const double = await KurrentDouble.start();
  return { url: double.url, stream: 'ledger', stop: () => double.stop() };
}

/** Leaves a line for the end of the run, for the output of a suite is not where anybody looks. */
function tell(line: string): void {
  const run = process.env['LEDGER_TEST_RUN'];
  if (run !== undefined) writeFileSync(join(run, 'kurrentdb.txt'), `${line}\n`);
}
