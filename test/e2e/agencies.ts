import { join } from 'node:path';

import type { X25519Jwk } from '#libs/integrity';
import { KeyFileSigner, SystemEntropy } from '#libs/keyring';
import { LedgerError } from '#libs/ledger';
import { type Answer, Caller, type LedgerProcess, type Message, SubmittingAgency } from '#libs/testing';

import { ledgerCommand } from './ledger-command.js';

/** The secret that registry and exchange share in tests. */
export const exchangeSecret = 'the-secret-of-exchange-in-tests-only';

interface Needs {
  readonly agency: string;
  readonly source: string;
  readonly origin: string;
  readonly kid: string;
  readonly keyFile: string;
  readonly intake: { readonly kid: string; readonly jwk: X25519Jwk };
}

let keyFiles = 0;

/** An agency as `ledger agency add` makes it, with the id of its key. */
export async function addedAgency(
  ledger: LedgerProcess,
  home: string,
  name: string,
): Promise<{ readonly agency: SubmittingAgency; readonly needs: Needs }> {
  const out = join(home, '..', `${name}-${keyFiles++}.jwk`);
  const env = { LEDGER_URL: ledger.url, LEDGER_HOME: home };
  const added = await ledgerCommand(['agency', 'add', name, '--out', out, '--json'], env);
  if (added.status !== 0) throw new LedgerError('INTERNAL', added.err);
  const needs = JSON.parse(added.out) as Needs;
  const signer = await KeyFileSigner.open(needs.keyFile, new SystemEntropy());
  return { agency: new SubmittingAgency(name, needs.source, signer, needs), needs };
}

/** Hands a message to the registry as exchange does. */
export function hand(
  ledger: LedgerProcess,
  { name, topic }: SubmittingAgency,
  { source, id, text }: Pick<Message, 'source' | 'id' | 'text'>,
  changed: object = {},
): Promise<Answer> {
  const value = Buffer.from(text).toString('base64');
  const body = JSON.stringify({ agency: name, topic, source, id, value, ...changed });
  const headers = { 'ledger-exchange': exchangeSecret };
  return new Caller(ledger.url).write('POST', '/v1/submissions', { body, key: 'unused', headers });
}
