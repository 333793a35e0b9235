import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type KeyOnRecord, type KeyPurpose } from '#libs/domain';
import { keyProof, keyProofInput, operatorProofInput, utf8 } from '#libs/integrity';
import { KeyFileSigner, SystemEntropy } from '#libs/keyring';
import { isJsonObject, type JsonObject, LedgerError, parseJson } from '#libs/ledger';
import { readConfig } from '#libs/service';

import { connect } from '../client/connect.js';
import type { LedgerClient } from '../client/ledger-client.js';
import type { RecordedLine } from '../record/on-record.js';
import { type OutputFlags, usage } from '../terminal/failure.js';
import { columns, printJson, printLines } from '../terminal/print.js';
import { UpConfig } from '../up/up.config.js';

/** `issuer` is the file of an issuer key in force; the one in `LEDGER_HOME` unless given. */
export interface OperatorFlags extends OutputFlags {
  readonly issuer?: string;
}

export interface ProveFlags extends OutputFlags {
  readonly purpose: string;
  readonly agency?: string;
  readonly source?: string;
}

interface Keys {
  readonly asOf: { readonly day: string };
  readonly keys: readonly KeyOnRecord[];
}

/** Every key the ledger ever had, and which of them are in force. */
export async function listKeys({ json }: OutputFlags): Promise<void> {
  const client = await connect({ roles: [] });
  const list = await client.json<Keys>('/v1/keys');
  if (json) return printJson(list);
  const rows = list.keys.map(({ kid, purpose, state, agency = '' }) => [kid, purpose, state, agency]);
  printLines(columns(['Key', 'Purpose', 'State', 'Agency'], rows));
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
  const record = parseJson(await readFile(file, 'utf8').catch(() => notThere(file)));
  if (!isJsonObject(record)) throw new LedgerError('BODY_INVALID', 'a record of a key is an object');
  await act('/v1/keys', record, flags);
}

export const retireKey = (kid: string, flags: OperatorFlags): Promise<void> =>
  act('/v1/keys/retirements', { kid }, flags);

/** `lastTrustedSize`: how many entries were in the ledger when the key was last in the right hands only. */
export const revokeKey = (kid: string, flags: OperatorFlags & { readonly lastTrustedSize: number }): Promise<void> =>
  act('/v1/keys/revocations', { kid, lastTrustedSize: flags.lastTrustedSize }, flags);

/** Sends an operator's write with the proof of an issuer key. */
async function act(path: string, data: JsonObject, { issuer, json }: OperatorFlags): Promise<void> {
  const file = issuer ?? join(readConfig(UpConfig, process.env).home, 'keys', 'issuer.jwk');
  await access(file).catch(() => notThere(file));
  const signer = await KeyFileSigner.open(file, new SystemEntropy());
  const client = await connect({ roles: [] });
  const body = { on: await today(client), ...data };
  const request = { origin: await originOf(client), method: 'POST', path, body: utf8(JSON.stringify(body)) };
  const input = operatorProofInput(signer.kid, request);
  const proof = keyProof(input, await signer.sign(input));
  const answer = await client.write<{ readonly events: readonly RecordedLine[] }>({
    ...{ method: 'POST', path, body, key: `operator:${signer.kid}` },
    headers: { 'ledger-operator': proof },
  });
  const events = answer.events.map(({ eventId, type, position, time }) => ({ eventId, type, position, time }));
  if (json) printJson({ events });
  else printLines(events.map(({ type, position }) => `On record: ${type}, no. ${position}`));
}

const originOf = async (client: LedgerClient): Promise<string> =>
  (await client.json<{ readonly origin: string }>('/trust')).origin;

/** The ledger's own day: its clock is the one that refuses the future. */
const today = async (client: LedgerClient): Promise<string> => (await client.json<Keys>('/v1/keys')).asOf.day;

function notThere(file: string): never {
  throw new LedgerError('CONFIGURATION', { path: file, reason: 'there is no such file' });
}
