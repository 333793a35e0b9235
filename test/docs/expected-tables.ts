import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { catalogue, slotsOf } from '#libs/domain';
import { findingCodes } from '#libs/integrity';
import { type ErrorCode, type ErrorKind, errorTable, LedgerError, vocabulary } from '#libs/ledger';
import { environmentOf, ServiceConfig, statusOf } from '#libs/service';

import type { Table } from './markdown.js';

const code = (text: string): string => `\`${text}\``;

const exitOfKind: Record<ErrorKind, number> = { invalid: 1, conflict: 1, missing: 1, forbidden: 1, broken: 3 };

export function errorsTable(): Table {
  const codes = Object.keys(errorTable) as ErrorCode[];
  const rows = codes.map((name) => {
    const error = new LedgerError(name);
    return [code(name), error.kind, String(statusOf(error)), String(exitOfKind[error.kind]), error.title];
  });
  return [['code', 'kind', 'HTTP status', 'exit status', 'meaning'], ...rows];
}

export function eventsTable(): Table {
  const kinds = Object.entries(vocabulary).flatMap(([kind, types]) =>
    types.map((type) => [type as string, kind] as const),
  );
  const kindOf = new Map(kinds);
  const rows = Object.entries(catalogue).map(([type, { ver, recordedBy, sentence }]) => [
    code(`${type}/${ver}`),
    code(kindOf.get(type) ?? ''),
    recordedBy.map((role) => role.replaceAll('_', ' ')).join(', '),
    slotsOf(type, ver).map(code).join(' '),
    sentence,
  ]);
  return [['event type / version', 'stream', 'recorded by', 'sealed', 'in a timeline'], ...rows];
}

interface FileTypes {
  readonly recordTypes: () => readonly {
    readonly type: string;
    readonly needs: readonly (readonly string[])[];
    readonly may: readonly string[];
  }[];
}

/** The types that `ledger record` takes from a file. */
export async function recordTypesTable(): Promise<Table> {
  const source = pathToFileURL(join(process.cwd(), 'apps/ledger/src/record/record-types.ts'));
  const { recordTypes } = (await import(source.href)) as FileTypes;
  const rows = recordTypes().map(({ type, needs, may }) => [
    code(type),
    needs.map((each) => each.map(code).join(' or ')).join(', '),
    may.map(code).join(', '),
  ]);
  return [['event type', 'a record names', 'and may name'], ...rows];
}

export const findingsTable = (): Table => [
  ['check', 'codes'],
  ...Object.entries(findingCodes).map(([check, codes]) => [check, codes.map(code).join(' ')]),
];

type ConfigClass = new () => object;

/** Every configuration class of the source: the exported classes of the `*.config.ts` files, with the app they belong to. */
async function configClasses(): Promise<[app: string, config: ConfigClass][]> {
  const files = readdirSync('apps', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.config.ts'),
  );
  const found: [string, ConfigClass][] = [];
  // One after the other: jest links modules that are imported at once into each other's way.
  for (const name of files.sort()) {
    const exported = Object.values((await import(pathToFileURL(join(process.cwd(), 'apps', name)).href)) as object);
    const app = name.split(/[\\/]/)[0] ?? name;
    const reader = app === 'ledger' ? ledgerReader(name) : app;
    found.push(...exported.filter(isConfigClass).map((config): [string, ConfigClass] => [reader, config]));
  }
  return found;
}

/** `ledger` has the settings of what it serves and those of the commands that ask. */
const ledgerReader = (name: string): string => (name.includes('client') ? 'client commands' : 'ledger up');

const isConfigClass = (value: unknown): value is ConfigClass =>
  typeof value === 'function' && environmentOf(value).length > 0;

/** One row per variable and meaning; what every service reads stands first. */
export async function configurationTable(): Promise<Table> {
  const shared = environmentOf(ServiceConfig).map(({ name }) => name);
  const rows = new Map<string, { cells: string[]; readBy: Set<string> }>();
  const classes: [string, ConfigClass][] = [['every service', ServiceConfig], ...(await configClasses())];
  for (const [app, config] of classes) {
    const defaults = new config() as Record<string, unknown>;
    for (const { name, about, property } of environmentOf(config)) {
      if (shared.includes(name) && config !== ServiceConfig) continue;
      const cells = [code(name), about, defaultOf(defaults[property])];
      const row = rows.get(cells.join()) ?? { cells, readBy: new Set() };
      rows.set(cells.join(), { cells, readBy: row.readBy.add(app) });
    }
  }
  return [
    ['variable', 'what it says', 'default', 'read by'],
    ...[...rows.values()].map(({ cells, readBy }) => [...cells, [...readBy].join(', ')]),
  ];
}

/** A default that depends on the machine is explained in the text instead. */
function defaultOf(value: unknown): string {
  if (typeof value === 'number') return code(String(value));
  if (typeof value !== 'string' || value === '') return '';
  return value.startsWith('/') ? 'see below' : code(value);
}
