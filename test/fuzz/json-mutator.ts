import type { Json } from '#libs/ledger';
import type { Chance } from './chance.js';

/** The JSON text with one change somewhere in its value; `undefined` when it is no object or list. */
export function mutatedJson(text: string, chance: Chance): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return written(changed(JSON.parse(text) as Json, chance));
  } catch {
    return undefined;
  }
}

/** Members sorted, so that most changes leave a text that is its own canonical form. */
function written(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => written(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${written(member)}`).join(',')}}`;
}

const unwelcome: readonly Json[] = [
  ...[null, true, 0, -1, 1.5, 2 ** 53, 1e21, '', 'a', '\u0000', '\ud800', '__proto__', [], {}, [[]], [{}], { _sd: [] }],
  ...['2025-02-30', '2025', 'KHM', ['KHM', 'KHM'], 'A'.repeat(43), 'ledger-keys', 'communication-KHM-1-2025', ['a', 1]],
];
const names = ['_sd', '...', '_sd_alg', '__proto__', 'constructor', 'toString', 'codes', 'kid', 'released', 'zz', ''];

function deep(levels: number): Json {
  let value: Json = 0;
  for (let i = 0; i < levels; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

function changed(value: Json, chance: Chance): Json {
  if (typeof value !== 'object' || value === null || chance.happens(0.1)) return replacement(value, chance);
  if (Array.isArray(value)) return changedList(value, chance);
  const members = Object.entries(value);
  if (members.length === 0 || chance.happens(0.2))
    return Object.fromEntries([...members, [chance.of(names), chance.of(unwelcome)]]);
  const [name, member] = chance.of(members);
  const others = members.filter(([other]) => other !== name);
  if (chance.happens(0.15)) return Object.fromEntries(others);
  return Object.fromEntries([...others, [name, changed(member, chance)]]);
}

function changedList(list: readonly Json[], chance: Chance): Json {
  const at = chance.below(list.length);
  const item = list[at];
  if (item === undefined) return [chance.of(unwelcome)];
  return chance.of<() => Json>([
    () => list.toSpliced(at, 1),
    () => [...list, item],
    () => list.toReversed(),
    () => Array.from({ length: 1 + chance.below(300) }, () => item),
    () => list.with(at, changed(item, chance)),
    () => list.with(at, changed(item, chance)),
  ])();
}

function replacement(value: Json, chance: Chance): Json {
  if (typeof value === 'number' && chance.happens(0.6))
    return chance.of([value + 1, value - 1, -value, value * 2 ** 20]);
  if (typeof value === 'string' && chance.happens(0.5))
    return chance.of([value.slice(1), `${value}a`, value.toUpperCase(), value.repeat(3), `${value.slice(0, -1)}B`]);
  return chance.happens(0.1) ? deep(chance.of([3, 63, 64, 65, 500])) : chance.of(unwelcome);
}
