import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { letterSentFrom, readLetter } from '#libs/letters';
import { type Answer, type Caller, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

import { type Entries, recordedIn, typesOf } from './answers.js';
import { ledgerCommand } from './ledger-command.js';

const army = { name: 'Armed Forces of Myanmar', kind: 'armed_forces' } as const;
const mining = { name: 'Invented Mining Ltd', kind: 'company' } as const;

interface Page {
  readonly addressee: { readonly code: string; readonly id: string; readonly kind: string; readonly name: string };
  readonly entries: Entries['entries'];
}

describe('letters to actors that are no State', () => {
  let ledger: LedgerProcess;
  let desk: Caller;
  let nobody: Caller;
  const record = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'public_reports', documents: [] });
  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome(), '2025-03-12T09:00:00Z');
    desk = await ledger.as('desk.one', 'mandate_clerk', 'dispatcher', 'importer');
    nobody = await ledger.as('nobody', 'public');
  }, 120_000);
  afterAll(() => ledger.stop());

  const send = (addressee: object, key?: string): Promise<Answer> =>
    desk.post('/v1/communications', { ...record, code: 'OTH', addressee }, key);
  const addresseeAt = async (answer: Answer): Promise<Page['addressee']> => {
    const [code, serial, year] = (answer.json as { reference: string }).reference.slice(3).split(/[ /]/);
    const position = recordedIn(answer)[0]?.position;
    const page = await desk.get(`/v1/communications/${code}/${serial}/${year}?atLeast=${position}`);
    return (page.json as Page).addressee;
  };
  const file = async (id: string, what = 'timeline', caller = desk): Promise<Page> =>
    (await caller.get(`/v1/addressees/${id}/${what}`)).json as Page;

  it('the seed letter’s record names all eight other recipients by code, and the two that are no State by id', () =>
    expect(record.otherRecipients).toEqual([
      { printed: 'Armed Forces of Myanmar', code: 'OTH', id: 'armed-forces-of-myanmar' },
      { printed: 'ASEAN', code: 'OTH', id: 'asean' },
      { printed: 'China', code: 'CHN' },
      { printed: 'Lao PDR', code: 'LAO' },
      { printed: 'Malaysia', code: 'MYS' },
      { printed: 'the Philippines', code: 'PHL' },
      { printed: 'Thailand', code: 'THA' },
      { printed: 'Viet Nam', code: 'VNM' },
    ]));

  it('stand each in the file of its own addressee, under an id', async () => {
    const known = await addresseeAt(await send(army));
    expect(known).toEqual({ code: 'OTH', id: 'armed-forces-of-myanmar', ...army });
    const first = await send(mining);
    const { id } = await addresseeAt(first);
    expect(id).toBe(recordedIn(first)[0]?.eventId);
    const second = await send({ ...mining, name: 'Invented Minerals Ltd', id });
    expect(await addresseeAt(second)).toMatchObject({ id, name: 'Invented Minerals Ltd' });

    const timeline = await file(id);
    expect(timeline.addressee).toMatchObject({ code: 'OTH', id, kind: 'company', name: 'Invented Minerals Ltd' });
    expect(timeline.entries.map(({ reference }) => reference)).toEqual(['AL OTH 2/2025', 'AL OTH 3/2025']);
    expect(typesOf(await desk.get(`/v1/addressees/${id}/audit-trail`))).toEqual(['LetterSent', 'LetterSent']);
    const { entries } = await file('armed-forces-of-myanmar');
    expect(entries.map(({ reference }) => reference)).toEqual(['AL OTH 1/2025']);
    expect((await file(id, `timeline?asOfPosition=${recordedIn(first)[0]?.position}`)).entries).toHaveLength(1);
  });

  it('are named in what is due by the actor, with the id under which its file is asked for, and each rule by its letter', async () => {
    const { out } = await ledgerCommand(['due'], { LEDGER_URL: ledger.url });
    expect(out.replace(/\s+/g, ' ')).toContain('Armed Forces of Myanmar (armed-forces-of-myanmar)');
    const [, rules = ''] = out.split('By which rule');
    expect(rules).toMatch(/^ {2}AL OTH 1\/2025, reply: /mu);
  });

  it('are named in an audit trail by their references, and the root is in hex as in reports', async () => {
    const { out } = await ledgerCommand(['audit', 'armed-forces-of-myanmar'], { LEDGER_URL: ledger.url });
    expect(out.replace(/\s+/g, ' ')).toMatch(/AL OTH 1\/2025, revision 0 .* root \(hex\) [0-9a-f]{64} /u);
  });

  it('are to one actor when they print one name, also when they are recorded at once', async () => {
    const name = 'Invented Holding Corp';
    const sent = await Promise.all(Array.from({ length: 6 }, () => send({ name, kind: 'company' })));
    const ids = await Promise.all(sent.map(async (answer) => (await addresseeAt(answer)).id));
    expect(new Set(ids).size).toBe(1);
    expect((await file(ids[0] ?? '')).entries).toHaveLength(6);
    const numbered = await Promise.all(
      [51, 52, 53].map((n) =>
        desk.put(`/v1/communications/OTH/${n}/2025`, { ...record, addressee: { name: 'Other Corp', kind: 'company' } }),
      ),
    );
    expect(new Set(await Promise.all(numbered.map(async (answer) => (await addresseeAt(answer)).id))).size).toBe(1);
  });

  it('are refused for an id that nobody has, and for another actor’s name', async () => {
    expect((await send({ ...mining, id: 'nobody-at-all' })).json).toMatchObject({ code: 'ADDRESSEE_UNKNOWN' });
    const taken = await send({ ...army, id: 'asean' });
    expect(taken).toMatchObject({
      status: 409,
      json: { code: 'ADDRESSEE_NAME_TAKEN', errors: [{ path: 'addressee/id' }] },
    });
    expect(taken.text).toContain('armed-forces-of-myanmar');
    expect((await send({ name: 'Other actors', kind: 'other' })).json).toMatchObject({ code: 'ADDRESSEE_UNKNOWN' });
  });

  it('make no page of OTH as a whole, which is many', async () => {
    for (const path of ['OTH', 'OTH/timeline', 'OTH/audit-trail'])
      expect(await desk.get(`/v1/addressees/${path}`)).toMatchObject({
        status: 404,
        json: { code: 'ADDRESSEE_SHARED' },
      });
    expect((await desk.get('/v1/addressees/nobody-at-all')).json).toMatchObject({ code: 'ADDRESSEE_NOT_FOUND' });
    expect((await desk.get('/v1/addressees/asean')).json).toMatchObject({
      code: 'OTH',
      id: 'asean',
      kind: 'regional_body',
    });
  });

  it('are listed behind the States, and show the public nothing of whom no published letter names', async () => {
    const namesFor = async (caller: Caller): Promise<string[]> => {
      const { addressees } = (await caller.get('/v1/addressees')).json as { addressees: { name: string }[] };
      return addressees.map(({ name }) => name);
    };
    expect(await namesFor(desk)).toEqual(
      expect.arrayContaining(['Cambodia', 'Armed Forces of Myanmar', 'Invented Minerals Ltd']),
    );
    expect(await namesFor(nobody)).toEqual(expect.arrayContaining(['Cambodia', 'Armed Forces of Myanmar']));
    expect((await namesFor(nobody)).join()).not.toContain('Invented');
    const { entries } = await file('armed-forces-of-myanmar', 'timeline', nobody);
    expect(entries).toEqual([]);

    const addressee = { name: 'Public Mining Ltd', kind: 'company' };
    const history = {
      letter: { ...record, on: '2022-03-10', restsOn: 'import', addressee },
      replies: [],
      publishedElsewhere: { url: 'https://example.org/letter', on: '2022-06-01' },
    };
    const imported = await desk.post('/v1/communications/OTH/1/2022/history', history);
    expect(imported.status).toBe(201);
    const { id } = await addresseeAt({
      ...imported,
      json: { ...(imported.json as object), reference: 'AL OTH 1/2022' },
    });
    expect(await namesFor(nobody)).toContain('Public Mining Ltd');
    const followUp = {
      ...{
        on: '2025-03-11',
        audience: 'all',
        kind: 'meeting',
        references: ['OTH 1/2022'],
        addressees: [],
        language: 'en',
        text: 'A meeting.',
      },
      ...{ recommendation: null, observation: null, documents: [] },
    };
    const told = await desk.post('/v1/follow-ups', followUp);
    expect(told.status).toBe(201);
    await desk.get(`/v1/addressees?atLeast=${recordedIn(told)[0]?.position}`);
    expect((await file(id, 'timeline', nobody)).entries.map(({ type }) => type)).toContain('FollowUpRecorded');
    expect((await file('armed-forces-of-myanmar')).entries.map(({ type }) => type)).not.toContain('FollowUpRecorded');
  });
});
