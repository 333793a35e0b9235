import { LedgerError } from '#libs/ledger';
import { readConfig } from '#libs/service';

import { AuditorConfig } from '../auditor.config.js';
import { HttpLedger } from './http-ledger.js';
import { limitedBytes, parsedPage } from './limited-bytes.js';
import type { LedgerSource } from './ledger-source.js';

const onThisMachine = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** The ledger at an address, read as an auditor. Throws `CONFIGURATION` when the address is none. */
export async function connect(address: string): Promise<LedgerSource> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new LedgerError('CONFIGURATION', `${address}: it is no http:// or https:// address`);
  const { token } = readConfig(AuditorConfig, process.env);
  return new HttpLedger(url.origin, token ?? (await developmentToken(url)));
}

const mostTokenBytes = 64 * 1024;

/** A development ledger gives anybody on this machine a token; any other gives none. */
async function developmentToken(url: URL): Promise<string | undefined> {
  if (!onThisMachine.test(url.hostname)) return undefined;
  const body = JSON.stringify({ subject: 'auditor', roles: ['auditor'] });
  const headers = { 'content-type': 'application/json' };
  const asked = { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) };
  const answer = await fetch(`${url.origin}/dev/tokens`, asked).catch(() => undefined);
  if (answer?.ok !== true) return undefined;
  const said = await limitedBytes(answer, mostTokenBytes)
    .then((bytes) => parsedPage(bytes) as { readonly token?: unknown } | null)
    .catch(() => undefined);
  return typeof said?.token === 'string' ? said.token : undefined;
}
