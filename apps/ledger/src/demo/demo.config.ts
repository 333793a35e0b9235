import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import { readConfig } from '#libs/service';

import { UpConfig } from '../up/up.config.js';

/**
 * The demonstration keeps a ledger of its own, so that trying never touches one in use: of the environment it takes `DEMO_HOME`, the folder,
 * and no address or setting of another ledger. Nobody waits a day for its silence.
 */
class DemoConfig extends UpConfig {
  override home: string = join(tmpdir(), `allegation-ledger-demo-${userInfo().uid}`);
  override lateSilenceSeconds = 0;
}

/** Throws `CONFIGURATION` with every fault. */
export const demoConfig = ({ DEMO_HOME, LEDGER_PORT, LOG_LEVEL }: Readonly<NodeJS.ProcessEnv>): UpConfig =>
  readConfig(DemoConfig, { LEDGER_HOME: DEMO_HOME, LEDGER_PORT, LOG_LEVEL });
