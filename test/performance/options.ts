import { parseArgs } from 'node:util';

/** What the caller got wrong, as one sentence. */
export class WrongOption extends Error {}

export interface Options {
  readonly suite: string;
  /** Print the result as JSON instead of the table. */
  readonly json: boolean;
  /** Where the result is written as JSON in any case. */
  readonly out: string;
  readonly rounds: number;
  readonly seconds: number;
  /** How many callers append at once, one case each. */
  readonly callers: readonly number[];
  /** Names of the only cases, or variants, that are wanted; all when empty. */
  readonly cases: readonly string[];
  readonly variants: readonly string[];
  /** How many events the reading cases read, a multiple of 1,000; how many the memory suite records, and the proof suite's ledger and bundle hold. */
  readonly events: number | undefined;
  /** Install what is compared with and is not installed. */
  readonly install: boolean;
}

/** Reads the command line. Throws `WrongOption`, or what `parseArgs` says of an option there is not. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      memory: { type: 'boolean', default: false },
      install: { type: 'boolean', default: false },
      out: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string', default: '1' },
      callers: { type: 'string' },
      cases: { type: 'string', default: '' },
      variants: { type: 'string', default: '' },
      events: { type: 'string' },
    },
  });
  const suite = values.memory ? 'memory' : (positionals[0] ?? 'store');
  return {
    suite,
    json: values.json,
    install: values.install,
    out: values.out ?? `bench/${suite}.json`,
    rounds: whole('rounds', values.rounds ?? (suite === 'proof' ? '3' : '11')),
    seconds: positive('seconds', values.seconds),
    callers: listed(values.callers ?? (suite === 'http' ? '1,32' : '1,32,128')).map((text) => whole('callers', text)),
    cases: listed(values.cases),
    variants: listed(values.variants),
    events: values.events === undefined ? undefined : whole('events', values.events),
  };
}

const listed = (text: string): string[] => text.split(',').filter((part) => part !== '');

function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new WrongOption(`--${name} must be a number above 0, not "${text}"`);
}

function whole(name: string, text: string): number {
  const value = positive(name, text);
  if (Number.isInteger(value)) return value;
  throw new WrongOption(`--${name} must be a whole number, not "${text}"`);
}

/** Those of `all` that are wanted, in the order of `all`. Throws `WrongOption` when one is wanted that there is not. */
export function chosen(what: string, wanted: readonly string[], all: readonly string[]): readonly string[] {
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new WrongOption(`There is no ${what} "${unknown.join(', ')}"; there is: ${all.join(', ')}`);
  return wanted.length === 0 ? all : all.filter((name) => wanted.includes(name));
}
