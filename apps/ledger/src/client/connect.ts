import { userInfo } from 'node:os';

import type { Role } from '#libs/ledger';
import { readConfig } from '#libs/service';

import { usage } from '../terminal/failure.js';
import { ClientConfig } from './client.config.js';
import { jsonOf, LedgerClient, reach, refusalOf } from './ledger-client.js';

/** In which roles a command acts, and as whom on a development ledger. */
export interface Acting {
  readonly roles: readonly Role[];
  readonly subject?: string | undefined;
}

/**
 * The ledger at `LEDGER_URL`. Who asks is the bearer of `LEDGER_TOKEN`; without one a ledger on this machine is asked for a development token
 * under the user's own name, and one that gives none is read as the public reads it.
 */
export async function connect({ roles, subject }: Acting): Promise<LedgerClient> {
  const config = readConfig(ClientConfig, process.env);
  const url = new URL(config.url);
  const token = config.token ?? (await developmentToken(url, roles, subject));
  const hint =
    config.token === undefined ? 'give one in LEDGER_TOKEN' : 'the one in LEDGER_TOKEN is not valid here, or no more';
  return new LedgerClient(url.origin, token, hint);
}

async function developmentToken(
  url: URL,
  roles: readonly Role[],
  subject: string | undefined,
): Promise<string | undefined> {
  if (!/^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/u.test(url.hostname)) return undefined;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ subject: subject ?? ownName(), roles });
  const answer = await reach(`${url.origin}/dev/tokens`, { method: 'POST', headers, body });
  if (subject !== undefined && (answer.status === 400 || answer.status === 422))
    throw usage('--as is 1 to 80 letters, digits, dots, dashes or underscores');
  if (answer.status >= 500) throw await refusalOf(answer);
  if (!answer.ok) return undefined;
  return (await jsonOf<{ token: string }>(answer)).token;
}

function ownName(): string {
  try {
    return (
      userInfo()
        .username.replace(/[^A-Za-z0-9._-]/gu, '_')
        .slice(0, 80) || 'local'
    );
  } catch {
    return 'local';
  }
}
