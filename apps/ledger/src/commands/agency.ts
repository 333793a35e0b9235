import { resolve } from 'node:path';

import { type KeyOnRecord, refuseAgencyName } from '#libs/domain';
import { keyProof, keyProofInput } from '#libs/integrity';
import { KeyFileSigner, SystemEntropy } from '#libs/keyring';
import { LedgerError } from '#libs/ledger';

import { connect } from '../client/connect.js';
import type { LedgerClient } from '../client/ledger-client.js';
import { issuerFile, type Keys, operate, type OperatorFlags, originOf } from '../client/operator.js';
import type { OutputFlags } from '../terminal/failure.js';
import { columns, setInText } from '../terminal/columns.js';
import { printJson, printLines } from '../terminal/print.js';

export interface AddAgencyFlags extends OperatorFlags {
  readonly source?: string;
  readonly out?: string;
}

/** Everything an agency has to know to submit and to check what it is sent. */
interface AgencyNeeds {
  readonly agency: string;
  readonly ledger: string;
  /** Where the ledger serves `trust.json`, which the agency pins. */
  readonly trust: string;
  readonly origin: string;
  readonly source: string;
  /** The private key's file, for the agency alone. */
  readonly keyFile: string;
  readonly kid: string;
  readonly intake: Pick<KeyOnRecord, 'kid' | 'jwk'>;
  readonly topics: Readonly<Record<'events' | 'submissions' | 'receipts' | 'consumption' | 'public', string>>;
}

/**
 * Makes a key file for an agency, unless there is one, and adds its public key; what can be refused before is, so that no file is made for
 * nothing. For trying the ledger. A real agency makes its key itself
 * with `ledger keys prove`, and its operator adds the record with `ledger keys add`.
 */
export async function addAgency(agency: string, flags: AddAgencyFlags): Promise<void> {
  refuseAgencyName(agency);
  await issuerFile(flags.issuer);
  const client = await connect({ roles: [] });
  const origin = await originOf(client);
  const known = (await keysOf(client)).find((key) => key.agency === agency)?.source;
  const source = flags.source ?? known ?? `urn:agency:${agency}`;
  const keyFile = resolve(flags.out ?? `${agency}.jwk`);
  const signer = await KeyFileSigner.open(keyFile, new SystemEntropy());
  const input = keyProofInput(signer.kid, origin, 'agency');
  const { kid, publicJwk } = signer;
  const data = { kid, jwk: { ...publicJwk }, purpose: 'agency', agency, source };
  const proof = keyProof(input, await signer.sign(input));
  await operate({ path: '/v1/keys', data: { ...data, proof } }, flags).catch((error: unknown) => {
    process.stderr.write(`The private key lies in ${keyFile}; the same command takes it again.\n`);
    throw error;
  });
  const intake = await intakeKey(client);
  const { url } = client;
  const needs = { agency, ledger: url, trust: `${url}/trust`, origin, source, keyFile, kid, intake };
  say({ ...needs, topics: topicsOf(agency) }, flags);
}

function say(needs: AgencyNeeds, flags: OutputFlags): void {
  if (flags.json) printJson(needs);
  else printLines(inWords(needs));
}

/** The agencies that ever had a key, with their keys. */
export async function listAgencies({ json }: OutputFlags): Promise<void> {
  const keys = (await keysOf(await connect({ roles: [] }))).filter(({ purpose }) => purpose === 'agency');
  if (json)
    return printJson({ agencies: keys.map(({ agency, source, kid, state }) => ({ agency, source, kid, state })) });
  const rows = keys.map(({ agency = '', source = '', kid, state }) => [agency, state, kid, source]);
  printLines(columns(['Agency', 'Status', 'Key', 'Source'], rows));
}

const keysOf = async (client: LedgerClient): Promise<readonly KeyOnRecord[]> =>
  (await client.json<Keys>('/v1/keys')).keys;

async function intakeKey(client: LedgerClient): Promise<AgencyNeeds['intake']> {
  const key = (await keysOf(client)).findLast(({ purpose, state }) => purpose === 'intake' && state === 'current');
  if (key === undefined) throw new LedgerError('KEY_UNKNOWN', 'the ledger has no intake key');
  return { kid: key.kid, jwk: key.jwk };
}

const topicsOf = (agency: string): AgencyNeeds['topics'] => ({
  public: 'ledger.events.public.v1',
  events: `ledger.events.${agency}.v1`,
  submissions: `ledger.submissions.${agency}.v1`,
  receipts: `ledger.receipts.${agency}.v1`,
  consumption: 'ledger.consumption.v1',
});

const inWords = ({ agency, ledger, trust, origin, source, keyFile, kid, intake, topics }: AgencyNeeds): string[] => [
  `On record: the key ${kid} of ${agency}`,
  '',
  ...columns(
    ['What the agency needs', ''],
    [
      ['its private key (keep it)', keyFile],
      ['its source (ce_source)', source],
      ['the ledger', ledger],
      ['the origin', origin],
      ['the intake key', `${intake.kid} ${JSON.stringify(intake.jwk).replaceAll(',', ', ')}`],
      ...Object.entries(topics).map(([name, topic]) => [`topic of ${name}`, topic]),
    ],
  ),
  '',
  ...setInText(`The private key was written to ${keyFile}. Hand it to ${agency} and to nobody else.`, 0),
  ...setInText('Next the agency needs trust.json, to pin the keys of this ledger. It gets that once, with', 0),
  `  curl ${trust} > trust.json`,
  'and compares the file with one that came another way.',
];
