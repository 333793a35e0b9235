import { LedgerError } from '#libs/ledger';
import { readConfig } from '#libs/service';

import { connect } from '../client/connect.js';
import type { LedgerClient } from '../client/ledger-client.js';
import type { OutputFlags } from '../terminal/failure.js';
import { columns } from '../terminal/columns.js';
import { ownCall } from '../terminal/own-call.js';
import { counted, printJson, printLines } from '../terminal/print.js';
import { readExchangeSecret } from '../up/exchange-secret.js';
import { UpConfig } from '../up/up.config.js';

export interface RedriveFlags extends OutputFlags {
  readonly agency?: string;
  readonly reason?: string;
}

interface AgencyLine {
  readonly agency: string;
  readonly state: string;
  readonly reason?: string;
  readonly invalid: number;
}

interface Agencies {
  readonly agencies: readonly AgencyLine[];
  readonly confirmed: readonly { readonly agency: string; readonly topic: string; readonly position: number }[];
}

/** How the submissions of each agency are getting on, and how far each has confirmed to have read. */
export async function showSubmissions({ json }: OutputFlags): Promise<void> {
  const [client, headers] = await operated();
  const status = await client.json<Agencies>('/v1/exchange/agencies', headers);
  if (json) return printJson(status);
  const rows = status.agencies.map(({ agency, state, reason = '', invalid }) => [agency, state, `${invalid}`, reason]);
  const read = status.confirmed.map(({ agency, topic, position }) => [agency, topic, `${position}`]);
  printLines([
    ...tableOr('No agency submits here.', ['Agency', 'Status', 'Invalid of last 100', 'Reason'], rows),
    '',
    ...tableOr('No agency has confirmed to have read anything.', ['Agency', 'Topic', 'Read up to'], read),
    ...(rows.length === 0 ? ['', ...whereElse()] : []),
  ]);
}

/** The table, or a sentence where it would have no row. */
const tableOr = (sentence: string, headings: readonly string[], rows: readonly string[][]): string[] =>
  rows.length === 0 ? [sentence] : columns(headings, rows);

const whereElse = (): string[] => [
  `"${ownCall()} agency list" shows whose keys are in force,`,
  `"${ownCall()} exchange" whether anything goes over Kafka.`,
];

/** Hands dead letters to the registry again, once what was wrong with them has been mended. */
export async function redrive({ agency, reason, json }: RedriveFlags): Promise<void> {
  const [client, headers] = await operated();
  const body = { ...(agency !== undefined && { agency }), ...(reason !== undefined && { reason }) };
  const done = await client.write<Record<'recorded' | 'refused' | 'rejected', number>>({
    ...{ method: 'POST', path: '/v1/exchange/redrives', key: 'redrive', body, headers },
  });
  if (json) printJson(done);
  else
    printLines([
      `${counted(done.recorded, 'submission')} recorded, ${done.refused} refused, ${done.rejected} still not to be taken`,
    ]);
}

/** Takes an agency's submissions again after too many were invalid. */
export async function resumeAgency(agency: string, { json }: OutputFlags): Promise<void> {
  const [client, headers] = await operated();
  const path = `/v1/exchange/agencies/${encodeURIComponent(agency)}/resumption`;
  const state = await client.write<AgencyLine>({ method: 'POST', path, key: 'resume', body: {}, headers });
  if (json) printJson(state);
  else printLines([`The submissions of ${agency} are taken again`]);
}

/** Whoever has the ledger's folder has the secret that exchange knows its operator by; elsewhere it is named in EXCHANGE_SECRET. */
async function operated(): Promise<[LedgerClient, Readonly<Record<string, string>>]> {
  const { exchangeSecret, home } = readConfig(UpConfig, process.env);
  const secret = exchangeSecret ?? (await readExchangeSecret(home));
  if (secret === undefined)
    throw new LedgerError('CONFIGURATION', {
      path: 'EXCHANGE_SECRET',
      reason: 'needed where LEDGER_HOME is not the folder of the ledger',
    });
  return [await connect({ roles: [] }), { 'ledger-exchange': secret }];
}
