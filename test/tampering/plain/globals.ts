import { createRequire } from 'node:module';
import { format } from 'node:util';

type Act = (...given: never[]) => unknown;
type Table = readonly unknown[];

/** A test as it was declared, with what has to run before it. */
export interface Declared {
  readonly title: string;
  readonly before: readonly Act[];
  readonly act: () => unknown;
}

const declared: Declared[] = [];
let titles: readonly string[] = [];
let before: readonly Act[] = [];

/** The tests that were declared since this was asked last. */
export const takeDeclared = (): Declared[] => declared.splice(0);

/** A title with its `%s` filled in, as jest does. */
const titled = (title: string, row: Table): string => {
  const places = title.match(/%[sdijop]/g)?.length ?? 0;
  return format(title, ...row.slice(0, places));
};

const rowOf = (row: unknown): Table => (Array.isArray(row) ? row : [row]);

/** Once only, however many tests come behind it. */
function once(act: Act): Act {
  let done: Promise<unknown> | undefined;
  return () => (done ??= Promise.resolve(act()));
}

function describeOne(title: string, body: () => void): void {
  const outer = { titles, before };
  titles = [...titles, title];
  body();
  ({ titles, before } = outer);
}

/** What a `beforeAll` of the same block prepares is there when the test runs, wherever in the block it stands. */
function itOne(title: string, act: () => unknown): void {
  declared.push({ title: [...titles, title].join(' '), before, act });
}

export const describe = Object.assign(describeOne, {
  each: (table: Table) => (title: string, body: Act) => {
    for (const row of table) describeOne(titled(title, rowOf(row)), () => body(...(rowOf(row) as never[])));
  },
});

export const it = Object.assign(itOne, {
  each: (table: Table) => (title: string, act: Act) => {
    for (const row of table) itOne(titled(title, rowOf(row)), () => act(...(rowOf(row) as never[])));
  },
});

export const beforeAll = (act: Act): void => {
  before = [...before, once(act)];
};

/** Nothing that is tried here leaves anything behind. */
export const afterAll = (): void => undefined;

const jestGlobals = createRequire(createRequire(import.meta.url).resolve('@jest/globals/package.json'));
const own = createRequire(jestGlobals.resolve('@jest/expect'));
export const { expect } = own('expect') as { expect: unknown };
