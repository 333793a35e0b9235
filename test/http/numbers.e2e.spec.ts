import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { roles } from '#libs/ledger';
import { letterSentFrom, readLetter } from '#libs/letters';
import { type Caller, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

/** Around the bounds of what a database and JavaScript count with, and what is no number at all. */
const numbers = ['-1', '0', '2147483647', '2147483648', '4294967296', '999999999999999', '9007199254740993']
  .concat('1' + '0'.repeat(30), '1e300', '1.5', '0x10', 'NaN', '', '１')
  .map((text) => encodeURIComponent(text));

interface Parameter {
  readonly name: string;
  readonly in: string;
}
type Paths = Readonly<Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>>>>;

/** What stands in a path beside the number that is tried. */
const ordinary: Readonly<Record<string, string>> = { code: 'KHM', serial: '1', year: '2025', addressee: 'KHM' };

describe('a number that a route takes', () => {
  let ledger: LedgerProcess;
  let all: Caller;
  let paths: Paths;

  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome());
    all = await ledger.as('everyone', ...roles.filter((role) => role !== 'clock' && role !== 'operator'));
    const letter = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'own_motion', documents: [] });
    expect((await all.put('/v1/communications/KHM/1/2025', letter)).status).toBe(201);
    paths = ((await all.get('/openapi.json')).json as { paths: Paths }).paths;
  }, 120_000);
  afterAll(() => ledger.stop());

  const filled = (path: string, other: Readonly<Record<string, string>> = {}): string =>
    path.replace(/\{(\w+)\}/g, (_, name: string) => other[name] ?? ordinary[name] ?? 'x');
  const failing = async (asked: readonly string[]): Promise<readonly string[]> => {
    const failed: string[] = [];
    for (const path of asked) {
      const { status, text } = await all.get(path);
      if (status >= 500 && status !== 503) failed.push(`${path}: ${status} ${text.slice(0, 200)}`);
    }
    return failed;
  };

  it('in its path is answered or refused, whatever it is', async () => {
    const asked = Object.entries(paths).flatMap(([path, { get }]) => {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      return get === undefined ? [] : named.flatMap((name) => numbers.map((text) => filled(path, { [name]: text })));
    });
    expect(asked.length).toBeGreaterThan(100);
    expect(await failing(asked)).toEqual([]);
  });

  it('in its query is answered or refused, whatever it is', async () => {
    const asked = Object.entries(paths).flatMap(([path, { get }]) => {
      const named = (get?.parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => name);
      // Waits two seconds for a position that is not there yet.
      return named
        .filter((name) => name !== 'atLeast')
        .flatMap((name) => numbers.map((text) => `${filled(path)}?${name}=${text}`));
    });
    expect(asked.filter((path) => path.startsWith('/v1/heads?from='))).toHaveLength(numbers.length);
    expect(asked.filter((path) => path.startsWith('/v1/events?from='))).toHaveLength(numbers.length);
    expect(await failing(asked)).toEqual([]);
    expect(await failing(['2147483648', '999999999999999'].map((text) => `/v1/obligations?atLeast=${text}`))).toEqual(
      [],
    );
  }, 120_000);

  it('as the revision it expects is answered or refused, whatever it is', async () => {
    for (const text of numbers) {
      const body = JSON.stringify({ on: '2025-03-12', channel: 'note verbale' });
      const headers = { 'if-match': `"${text}"` };
      const path = '/v1/communications/KHM/1/2025/reminders';
      const { status } = await all.write('POST', path, { body, key: `numbers:${text}`, headers });
      expect([text, [201, 400, 409, 412, 422].includes(status)]).toEqual([text, true]);
    }
  });

  it('in the body of an order is answered or refused, whatever it is', async () => {
    const values = [-1, 0, 1.5, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1e300, '7', null];
    for (const value of values) {
      const orders = [
        await all.post('/v1/bundles', { code: 'KHM', audience: 'public', since: value }),
        await all.post('/v1/reports', { kind: 'communications', session: 'HRC60', position: value }),
        await all.post('/v1/reports', { kind: 'statistics', year: value }),
      ];
      for (const { status, text } of orders) expect([value, text, status < 500]).toEqual([value, text, true]);
    }
  }, 120_000);
});
