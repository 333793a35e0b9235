import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';

import { letterSentFrom, readLetter } from '#libs/letters';
import { LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

import { type Recorded, recordedIn, staffOf } from './answers.js';
import { ledgerCommand } from './ledger-command.js';

const letterAt = '/v1/communications/KHM/1/2025';

describe('whoever may write in the databases', () => {
  let ledger: LedgerProcess;
  let letter: Recorded;
  const home = temporaryHome();
  const asked = (...args: readonly string[]) => ledgerCommand(args, { LEDGER_URL: ledger.url });
  const written = (name: string): string => readFileSync(join(home, 'postgres', name), 'utf8').trim();

  /** Runs what an insider would type into one of the databases. */
  async function insider<T>(database: string, act: (sql: postgres.Sql) => Promise<T>): Promise<T> {
    const sql = postgres(`postgres://postgres:${written('password')}@127.0.0.1:${written('port')}/${database}`, {
      max: 1,
    });
    try {
      return await act(sql);
    } finally {
      await sql.end();
    }
  }

  beforeAll(async () => {
    ledger = await LedgerProcess.start(home);
    const staff = await staffOf(ledger, 'desk.one');
    const record = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'law', documents: [] });
    [letter] = recordedIn(await staff.put(letterAt, record)) as [Recorded];
    const arrived = { on: '2025-03-11', channel: 'post', recipientOffice: 'Permanent Mission' };
    const [last] = recordedIn(await staff.post(`${letterAt}/dispatch-confirmations`, arrived));
    await staff.get(`/v1/addressees?atLeast=${last?.position}`);
  }, 120_000);
  afterAll(() => ledger.stop());

  it('cannot change a view without the audit saying what it shows is not what was signed', async () => {
    const dated = (on: string) =>
      insider('views', (sql) => sql`UPDATE chronicle_4.event SET "on" = ${on} WHERE id = ${letter.eventId}`);
    await dated('2025-03-09');
    expect(await asked('audit', 'KHM')).toMatchObject({
      status: 1,
      out: expect.stringMatching(/ WRONG +LetterSent\n/u),
    });
    await dated('2025-03-10');
    expect((await asked('audit', 'KHM')).status).toBe(0);
  });

  it('cannot take an entry out of a view without the audit saying which is missing', async () => {
    const [row] = await insider(
      'views',
      (sql) => sql`DELETE FROM chronicle_4.event WHERE id = ${letter.eventId} RETURNING *`,
    );
    const { status, out } = await asked('audit', 'KHM');
    expect(out).toContain('MISSING: communication-KHM-1-2025 0 is in the ledger and not in this trail.');
    expect(status).toBe(1);
    expect(JSON.parse((await asked('audit', 'KHM', '--json')).out)).toMatchObject({
      missing: [{ stream: 'communication-KHM-1-2025', revision: 0 }],
    });
    await insider('views', (sql) => sql`INSERT INTO chronicle_4.event ${sql(row ?? {})}`);
    expect((await asked('audit', 'KHM')).status).toBe(0);
  });

  it('cannot change a statement without audit, replay and export refusing it', async () => {
    await insider('events', async (sql) => {
      const [row] = await sql<{ payload: Buffer }[]>`SELECT payload FROM event WHERE id = ${letter.eventId}`;
      const payload = Buffer.from(row?.payload.toString().replace('2025-03-10', '2025-03-09') ?? '');
      await sql`UPDATE event SET payload = ${payload} WHERE id = ${letter.eventId}`;
    });
    expect((await asked('audit', 'KHM')).status).toBe(1);
    expect(await asked('replay')).toMatchObject({
      status: 1,
      out: expect.stringMatching(new RegExp(`BAD_SIGNATURE at ${letter.position}: [\\s\\S]*INCLUSION`, 'u')),
    });
    const { status, err } = await asked('export', 'KHM', '--out', join(home, 'never.zip'));
    expect(err).toMatch(/^NOTARY_UNAVAILABLE: .*its root is not that of the store\n$/u);
    expect(status).toBe(3);
  });
});

describe('an order for a bundle', () => {
  let ledger: LedgerProcess;
  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome());
  }, 120_000);
  afterAll(() => ledger.stop());

  it('that comes again is the same job, and another one under its Idempotency-Key is refused', async () => {
    const staff = await staffOf(ledger, 'desk.one');
    const order = { code: 'KHM', audience: 'public' };
    const first = await staff.post('/v1/bundles', order, 'once');
    expect(first.status).toBe(202);
    const idOf = ({ json }: { json: unknown }) => (json as { id: string }).id;
    expect(idOf(await staff.post('/v1/bundles', order, 'once'))).toBe(idOf(first));
    expect(await staff.post('/v1/bundles', { ...order, code: 'FRA' }, 'once')).toMatchObject({
      status: 422,
      json: { code: 'KEY_REUSED' },
    });
  });
});
