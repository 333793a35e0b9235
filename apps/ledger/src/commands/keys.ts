import { readFile } from 'node:fs/promises';

import type { KeyPurpose } from '#libs/domain';
import { keyProof, keyProofInput } from '#libs/integrity';
import { KeyFileSigner, SystemEntropy } from '#libs/keyring';
import { isJsonObject, LedgerError } from '#libs/ledger';

import { connect } from '../client/connect.js';
import { type Keys, operate, type OperatorFlags, type OperatorWrite, originOf } from '../client/operator.js';
import { type OutputFlags, usage } from '../terminal/failure.js';
import { jsonIn } from '../terminal/files.js';
import { columns } from '../terminal/columns.js';
import { printJson, printLines } from '../terminal/print.js';

export interface ProveFlags extends OutputFlags {
  readonly purpose: string;
  readonly agency?: string;
  readonly source?: string;
}

/** Every key the ledger ever had, and which of them are in force. */
export async function listKeys({ json }: OutputFlags): Promise<void> {
  const client = await connect({ roles: [] });
  const list = await client.json<Keys>('/v1/keys');
  if (json) return printJson(list);
  const rows = list.keys.map(({ kid, purpose, state, agency = '' }) => [kid, purpose, state, agency]);
  printLines(columns(['Key', 'Purpose', 'Status', 'Agency'], rows));
}

/** Makes the record by which the holder of a key file asks for it to be added; the file is made when there is none. */
export async function proveKey(file: string, { purpose, agency, source }: ProveFlags): Promise<void> {
  if (!isSigning(purpose)) throw usage('--purpose is one of issuer, log, agency');
  if ((purpose === 'agency') !== (agency !== undefined && source !== undefined))
    throw usage('--agency and --source go with the purpose agency, and with no other');
  const signer = await KeyFileSigner.open(file, new SystemEntropy());
  const input = keyProofInput(signer.kid, await originOf(await connect({ roles: [] })), purpose);
  const proof = keyProof(input, await signer.sign(input));
  const whose = agency === undefined ? {} : { agency, source };
  printJson({ kid: signer.kid, jwk: signer.publicJwk, purpose, proof, ...whose });
}

const isSigning = (purpose: string): purpose is KeyPurpose => ['issuer', 'log', 'agency'].includes(purpose);

/** Adds the key of a record that its holder made. */
export async function addKey(file: string, flags: OperatorFlags): Promise<void> {
  const record = jsonIn(file, await readFile(file, 'utf8').catch(() => notThere(file)));
  if (!isJsonObject(record)) throw new LedgerError('BODY_INVALID', 'a record of a key is an object');
  await act({ path: '/v1/keys', data: record }, flags);
}

export const retireKey = (kid: string, flags: OperatorFlags): Promise<void> =>
  act({ path: '/v1/keys/retirements', data: { kid } }, flags);

/** `lastTrustedSize`: how many entries were in the ledger when the key was last in the right hands only. */
export const revokeKey = (kid: string, flags: OperatorFlags & { readonly lastTrustedSize: number }): Promise<void> =>
  act({ path: '/v1/keys/revocations', data: { kid, lastTrustedSize: flags.lastTrustedSize } }, flags);

async function act(write: OperatorWrite, flags: OperatorFlags): Promise<void> {
  const events = (await operate(write, flags)).map(({ eventId, type, position, time }) => ({
    ...{ eventId, type, position, time },
  }));
  if (flags.json) printJson({ events });
  else printLines(events.map(({ type, position }) => `On record: ${type}, no. ${position}`));
}

function notThere(file: string): never {
  throw new LedgerError('CONFIGURATION', { path: file, reason: 'there is no such file' });
}
