import { askedToEnd, readConfig } from '#libs/service';

import { ClientConfig } from '../client/client.config.js';
import { startLedger } from './start-ledger.js';
import { UpConfig } from './up.config.js';

export interface UpOptions {
  readonly port?: number;
  readonly json?: boolean;
}

/** Serves until the process is asked to end; prints where, once it does. */
export async function up({ port, json }: UpOptions): Promise<void> {
  // From now on, so that whoever asks while it starts leaves no database server behind.
  const asked = askedToEnd();
  const env = port === undefined ? process.env : { ...process.env, LEDGER_PORT: String(port) };
  const config = readConfig(UpConfig, env);
  if (json !== true) process.stdout.write(`Starting a ledger with its data in ${config.home} …\n`);
  const ledger = await startLedger(config);
  const ready = json === true ? JSON.stringify({ ready: true, url: ledger.url }) : readyText(ledger);
  process.stdout.write(`${ready}\n`);
  await asked;
  if (json !== true) process.stdout.write('Ending it …\n');
  await ledger.stop();
}

const readyText = ({ url, origin, home }: { url: string; origin: string; home: string }): string =>
  [
    `The ledger ${origin} serves at ${url}`,
    `  its data lies in ${home}`,
    '  DEVELOPMENT IDENTITIES: anybody on this machine may act in any role (POST /dev/tokens)',
    ...(url === new ClientConfig().url ? [] : [`  for other commands to find it: export LEDGER_URL=${url}`]),
    '  end it with Ctrl-C',
  ].join('\n');
