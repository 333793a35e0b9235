import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import { UpConfig } from '../up/up.config.js';

/** The demonstration keeps a ledger of its own, so that trying never touches one in use. */
export class DemoConfig extends UpConfig {
  override home: string = join(tmpdir(), `allegation-ledger-demo-${userInfo().uid}`);
}
