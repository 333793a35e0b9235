import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createDatabase, type EmbeddedPostgres, startEmbeddedPostgres } from '#libs/event-store';
import { LedgerError } from '#libs/ledger';

/**
 * A fresh, empty database for one suite: on the server at `POSTGRES_URL`, else on an embedded server that all suites of the run share
 * (`services.setup.js` ends it after the run).
 * @returns its address
 */
export async function freshDatabase(name = 'suite'): Promise<string> {
  const database = `${name}_${randomBytes(6).toString('hex')}`;
  const given = process.env['POSTGRES_URL'];
  if (given === undefined || given === '') return (await embedded()).url(database);
  await createDatabase(given, database);
  const url = new URL(given);
  url.pathname = `/${database}`;
  return url.href;
}

let server: Promise<EmbeddedPostgres> | undefined;

function embedded(): Promise<EmbeddedPostgres> {
  const folder = process.env['LEDGER_TEST_RUN'];
  if (folder === undefined) {
    throw new LedgerError(
      'STORE_UNAVAILABLE',
      'run the tests with npm test, or set POSTGRES_URL to a PostgreSQL that may be used for tests',
    );
  }
  return (server ??= startEmbeddedPostgres(join(folder, 'postgres')));
}
