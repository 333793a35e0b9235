import { LedgerError } from '#libs/ledger';
import { readConfig } from '#libs/service';

import { AuditorConfig } from '../auditor.config.js';
import { HttpLedger } from './http-ledger.js';
import { limitedBytes, parsedPage } from './limited-bytes.js';
import type { LedgerSource } from './ledger-source.js';
import { within } from './within.js';

const onThisMachine = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** The ledger at an address, read as an auditor until the signal comes. Throws `CONFIGURATION` when the address is none. */
export async function connect(address: string, ending: AbortSignal): Promise<LedgerSource> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new LedgerError('CONFIGURATION', `${address}: it is no http:// or https:// address`);
  const { token } = readConfig(AuditorConfig, process.env);
  const hint =
    token === undefined ? "give an auditor's in LEDGER_TOKEN" : 'the one in LEDGER_TOKEN is not valid here, or no more';
  return new HttpLedger(url.origin, { token: token ?? (await developmentToken(url, ending)), hint, ending });
}

const mostTokenBytes = 64 * 1024;

/** A development ledger gives anybody on this machine a token; any other gives none. */
async function developmentToken(url: URL, ending: AbortSignal): Promise<string | undefined> {
  if (!onThisMachine.test(url.hostname)) return undefined;
  const said = await within({ patience: 10_000, ending }, (signal) => tokenFrom(url, signal)).catch(() => undefined);
  return typeof said?.token === 'string' ? said.token : undefined;
}

async function tokenFrom(url: URL, signal: AbortSignal): Promise<{ readonly token?: unknown } | null> {
  const body = JSON.stringify({ subject: 'auditor', roles: ['auditor'] });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url.origin}/dev/tokens`, { method: 'POST', headers, body, signal });
  if (answer.ok) return parsedPage(await limitedBytes(answer, mostTokenBytes)) as { readonly token?: unknown } | null;
  await answer.body?.cancel();
  return null;
}
