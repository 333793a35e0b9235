import { endServices } from './services.setup.js';

/** After a run: nothing it started stays behind. */
export default async function teardown() {
  const folder = process.env['LEDGER_TEST_RUN'];
  if (folder !== undefined) await endServices(folder);
}
