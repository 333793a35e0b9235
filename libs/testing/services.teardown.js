import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endServices } from './services.setup.js';

/** After a run: nothing it started stays behind. */
export default async function teardown() {
  const folder = process.env['LEDGER_TEST_RUN'];
  if (folder === undefined) return;
  process.stderr.write(said(join(folder, 'kurrentdb.txt')));
  await endServices(folder);
}

/** What a launcher left to be told at the end of the run. */
function said(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
