import { addresseeName, isOtherActor, parseReference } from '#libs/domain';

import { connect } from '../client/connect.js';
import type { LedgerClient } from '../client/ledger-client.js';
import type { OutputFlags } from '../terminal/failure.js';
import { columns, setInText } from '../terminal/columns.js';
import { instantWords, printJson, printLines } from '../terminal/print.js';

/** The promised shape of `due --json`. */
interface Due {
  readonly asOf: { readonly position: number; readonly time: string; readonly day?: string };
  readonly items: readonly DueItem[];
}

interface DueItem {
  readonly reference: string;
  readonly kind: string;
  readonly dueOn: string;
  readonly state: 'due' | 'overdue';
  readonly rule: string;
  readonly next: string;
  readonly warnings: readonly { readonly words: string }[];
}

/** What is due and overdue, each with the rule it came from and the next act. */
export async function due({ json }: OutputFlags): Promise<void> {
  const client = await connect({ roles: ['mandate_clerk'] });
  const view = await client.json<Due>('/v1/obligations');
  if (json) printJson(view);
  else printLines(dueWords(view, await addresseesOf(client, view.items)));
}

/** Items of which the same is to be said, each group with its kinds: one act may end several of them. */
function grouped(items: readonly DueItem[], same: (item: DueItem) => readonly string[]): [DueItem, string][] {
  const groups = new Map<string, [DueItem, Set<string>]>();
  for (const item of items) {
    const key = JSON.stringify(same(item));
    const [first, kinds] = groups.get(key) ?? [item, new Set<string>()];
    groups.set(key, [first, kinds.add(item.kind.replaceAll('_', ' '))]);
  }
  return [...groups.values()].map(([first, kinds]) => [first, [...kinds].join(', ')]);
}

/** By reference, to whom a letter is: a State by its name, an other actor by its own, with the id under which its file is asked for. */
async function addresseesOf(client: LedgerClient, items: readonly DueItem[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const reference of new Set(items.map((item) => item.reference))) {
    const { code, serial, year } = parseReference(reference);
    names.set(
      reference,
      isOtherActor(code)
        ? await actorOf(client, `/v1/communications/${code}/${serial}/${year}`)
        : (addresseeName(code) ?? code),
    );
  }
  return names;
}

async function actorOf(client: LedgerClient, path: string): Promise<string> {
  const { addressee } = await client.json<{ readonly addressee: { readonly id?: string; readonly name: string } }>(
    path,
  );
  return addressee.id === undefined ? addressee.name : `${addressee.name} (${addressee.id})`;
}

function dueWords({ asOf, items }: Due, names: ReadonlyMap<string, string>): string[] {
  const heading = `Due as of ${asOf.day ?? instantWords(asOf.time)}`;
  if (items.length === 0) return [heading, '', 'Nothing is due.'];
  const acts = grouped(items, ({ dueOn, state, reference, next }) => [dueOn, state, reference, next]);
  const rows = acts.map(([{ dueOn, state, reference, next }, kinds]) => [
    ...[dueOn, state, reference, names.get(reference) ?? '', kinds, next],
  ]);
  const rules = grouped(items, ({ reference, rule }) => [reference, rule]).map(
    ([{ reference, rule }, kinds]) => `${reference}, ${kinds}: ${rule}`,
  );
  return [
    heading,
    '',
    ...columns(['By', 'Status', 'Reference', 'Addressee', 'What', 'Next'], rows),
    '',
    'By which rule',
    ...rules.flatMap((rule) => setInText(rule, 2)),
    ...warningLines(items),
  ];
}

function warningLines(items: readonly DueItem[]): string[] {
  const warnings = items.flatMap(({ reference, warnings: all }) => all.map(({ words }) => `${reference}: ${words}`));
  return warnings.length === 0 ? [] : ['', 'Warnings', ...[...new Set(warnings)].flatMap((line) => setInText(line, 2))];
}
