import { access } from 'node:fs/promises';
import { join } from 'node:path';

import type { KeyOnRecord } from '#libs/domain';
import { keyProof, operatorProofInput, utf8 } from '#libs/integrity';
import { KeyFileSigner, SystemEntropy } from '#libs/keyring';
import { type JsonObject, LedgerError } from '#libs/ledger';
import { readConfig } from '#libs/service';

import type { RecordedLine } from '../record/completed-record.js';
import type { OutputFlags } from '../terminal/failure.js';
import { UpConfig } from '../up/up.config.js';
import { connect } from './connect.js';
import type { LedgerClient } from './ledger-client.js';

/** `issuer` is the file of an issuer key in force; the one in `LEDGER_HOME` unless given. */
export interface OperatorFlags extends OutputFlags {
  readonly issuer?: string;
}

/** The keys of a ledger, on its own day. */
export interface Keys {
  readonly asOf: { readonly day: string };
  readonly keys: readonly KeyOnRecord[];
}

export interface OperatorWrite {
  readonly path: string;
  /** Without its date, which is the ledger's own day: its clock is the one that refuses the future. */
  readonly data: JsonObject;
}

/** Sends an operator's write with the proof of an issuer key; what was recorded. */
export async function operate(
  { path, data }: OperatorWrite,
  { issuer }: OperatorFlags,
): Promise<readonly RecordedLine[]> {
  const signer = await KeyFileSigner.open(await issuerFile(issuer), new SystemEntropy());
  const client = await connect({ roles: [] });
  const { day } = (await client.json<Keys>('/v1/keys')).asOf;
  const body = { on: day, ...data };
  const request = { origin: await originOf(client), method: 'POST', path, body: utf8(JSON.stringify(body)) };
  const input = operatorProofInput(signer.kid, request);
  const proof = keyProof(input, await signer.sign(input));
  const answer = await client.write<{ readonly events: readonly RecordedLine[] }>({
    ...{ method: 'POST', path, body, key: `operator:${signer.kid}` },
    headers: { 'ledger-operator': proof },
  });
  return answer.events;
}

/** The file must be there: opening one that is not would make a key that nobody knows. */
export async function issuerFile(issuer: string | undefined): Promise<string> {
  const file = issuer ?? join(readConfig(UpConfig, process.env).home, 'keys', 'issuer.jwk');
  await access(file).catch(() => {
    const hint = '; give the file of an issuer key with --issuer, or the folder of the ledger in LEDGER_HOME';
    throw new LedgerError('CONFIGURATION', {
      path: file,
      reason: `there is no such file${issuer === undefined ? hint : ''}`,
    });
  });
  return file;
}

export const originOf = async (client: LedgerClient): Promise<string> =>
  (await client.json<{ readonly origin: string }>('/trust')).origin;
