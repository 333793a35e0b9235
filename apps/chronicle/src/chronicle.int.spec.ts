import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import postgres from 'postgres';

import { type Entry, type EventStore, openPostgresEventStore } from '#libs/event-store';
import { compactJwt, encodePayload } from '#libs/integrity';
import type { JsonObject, RecordedEvent, Role } from '#libs/ledger';
import { bootstrap, DevelopmentIssuer, type RunningService } from '#libs/service';
import { eventId, FixedClock, freshDatabase, type PastEvent, payloadExamples, recorded } from '#libs/testing';

import { chronicleModule } from './open-chronicle.js';

const letterStream = 'communication-KHM-1-2025';
/** The letter as a statement holds it: its document's particulars sealed. */
const letter = JSON.parse(
  JSON.stringify({
    ...payloadExamples.LetterSent,
    on: undefined,
    documents: [{ file: 'ab', bytes: 1, _sd: ['x'] }],
  }),
) as JsonObject;

/** Position = place in this list. */
const past: readonly PastEvent[] = [
  { stream: 'ledger-policy', type: 'LedgerFounded', data: { origin: 'ledger.test/x' } },
  { stream: 'allegation-a', type: 'AllegationReceived', data: { channel: 'email', _sd: ['x', 'y'] } },
  { stream: letterStream, type: 'LetterSent', data: letter },
  { stream: 'communication-KHM-2-2025', type: 'LetterSent', on: '2025-03-11', data: letter },
  { stream: 'press_release-r', type: 'PressReleaseIssued', on: '2025-03-12', data: { title: 'Experts concerned' } },
  { stream: 'handling-KHM-1-2025', type: 'RedactionProposed', data: { letter: eventId(2) } },
  { stream: 'handling-KHM-1-2025', type: 'RedactionApproved', data: { proposal: eventId(5) } },
  { stream: letterStream, type: 'ReplyReceived', on: '2025-05-20', data: { kind: 'substantive', confidential: true } },
  { stream: letterStream, type: 'LetterPublished', on: '2025-05-21', data: { released: [] } },
  { stream: 'press_release-r', type: 'PressReleaseLinked', on: '2025-05-22', codes: ['KHM'] },
  {
    stream: letterStream,
    type: 'LetterCorrected',
    data: { ...letter, corrects: eventId(2), reason: 'a digit misread' },
  },
];

const entries = (events: readonly RecordedEvent[]): Entry[] =>
  events.map(({ position, id, stream, revision, type, version, time, by, codes, data }) => ({
    position,
    id,
    stream,
    revision,
    payload: encodePayload({
      iss: 'ledger.test/x',
      jti: id,
      sub: stream,
      rev: revision,
      typ: type,
      ver: version,
      time,
      by,
      ...(codes.length === 0 ? {} : { codes }),
      data,
    }),
    kid: 'sample-key',
    signature: new Uint8Array(64),
    boxes: null,
    disclosures: null,
    req: null,
  }));

describe('the chronicle', () => {
  const clock = new FixedClock('2025-05-10T08:00:00.000Z');
  const all = entries(recorded(...past));
  let store: EventStore;
  let issuer: DevelopmentIssuer;
  let viewsUrl: string;
  let service: RunningService;

  const serve = async (url: string): Promise<RunningService> => {
    const { follower, module } = await chronicleModule({ store, viewsUrl: url, clock });
    const readiness = [{ name: 'views', check: () => follower.lacks() }];
    const listen = { host: '127.0.0.1', port: 0, logLevel: 'silent' } as const;
    return bootstrap({ modules: [module], authenticator: issuer, readiness }, listen);
  };

  beforeAll(async () => {
    store = await openPostgresEventStore(await freshDatabase('store'), { durability: 'unchecked' });
    issuer = await DevelopmentIssuer.create();
    viewsUrl = await freshDatabase('views');
    service = await serve(viewsUrl);
    for (const entry of all) await store.append(entry.position, [entry]);
    await get(`/v1/addressees?atLeast=${past.length - 1}`);
  });

  afterAll(async () => {
    await service.close();
    await store.close();
  });

  async function get(path: string, ...roles: Role[]): Promise<{ status: number; body: Body }> {
    const authorization = roles.length === 0 ? {} : { authorization: `Bearer ${await issuer.issue('someone', roles)}` };
    const response = await fetch(`${service.url}${path}`, { headers: authorization });
    const text = await response.text();
    return { status: response.status, body: (text.startsWith('{') ? JSON.parse(text) : { text }) as Body };
  }

  interface Body {
    readonly [name: string]: unknown;
    readonly entries: readonly { readonly position: number; readonly type: string; readonly title: string }[];
    readonly items: readonly object[];
  }

  const positions = ({ body }: { body: Body }): number[] => body.entries.map(({ position }) => position);

  it('tells a State’s timeline in the order of occurrence, with the sentences of the catalogue', async () => {
    const { body } = await get('/v1/addressees/KHM/timeline', 'mandate_clerk');
    expect(body).toMatchObject({ addressee: { code: 'KHM', name: 'Cambodia' }, asOf: { position: 10 } });
    expect(body.entries.map(({ position, type }) => `${position} ${type}`)).toEqual([
      '2 LetterSent',
      '10 LetterCorrected',
      '3 LetterSent',
      '4 PressReleaseIssued',
      '7 ReplyReceived',
      '8 LetterPublished',
      '9 PressReleaseLinked',
    ]);
    expect(body.entries[0]).toMatchObject({
      eventId: eventId(2),
      reference: 'AL KHM 1/2025',
      on: '2025-03-10',
      title: "AL sent to His Excellency's Government of Cambodia",
      correctedBy: eventId(10),
    });
    expect(body.entries[3]).toMatchObject({ title: 'Press release: Experts concerned' });
  });

  it('shows no reply and no linked press release as of a moment before they were recorded', async () => {
    const before = await get('/v1/addressees/KHM/timeline?asOfPosition=6', 'auditor');
    expect(positions(before)).toEqual([2, 3]);
    const instant = await get('/v1/addressees/KHM/timeline?asOf=2025-03-11T09:06:59.999Z', 'auditor');
    expect(instant.body['asOf']).toEqual({ position: 6, time: '2025-03-11T09:06:00.000Z' });
    expect(instant.body.entries).toEqual(before.body.entries.map((entry) => entry));
  });

  it('narrows a timeline by when things happened and of what kind they are', async () => {
    expect(positions(await get('/v1/addressees/KHM/timeline?from=2025-05&to=2025-05-20', 'auditor'))).toEqual([7]);
    const kinds = 'kind=press_release,LetterPublished';
    expect(positions(await get(`/v1/addressees/KHM/timeline?${kinds}`, 'auditor'))).toEqual([4, 8, 9]);
  });

  it('shows the public only what is published, then all of that stream', async () => {
    expect(positions(await get('/v1/addressees/KHM/timeline'))).toEqual([2, 10, 4, 7, 8, 9]);
    expect(positions(await get('/v1/addressees/KHM/audit-trail', 'partner_agency'))).toEqual([2, 4, 7, 8, 9, 10]);
    expect(positions(await get('/v1/addressees/KHM/audit-trail', 'auditor'))).toEqual([2, 3, 4, 7, 8, 9, 10]);
  });

  it('answers an audit trail with who recorded what, where it stands', async () => {
    const { body } = await get('/v1/addressees/KHM/audit-trail');
    expect(body.entries[2]).toEqual({
      position: 7,
      eventId: eventId(7),
      type: 'ReplyReceived',
      ver: 1,
      stream: letterStream,
      reference: 'AL KHM 1/2025',
      revision: 1,
      on: '2025-05-20',
      time: '2025-03-11T09:07:00.000Z',
      by: { ps: 'AAAAAAAAAAAAAAAAAAAAAA', role: 'mandate_clerk' },
    });
  });

  it('makes a forbidden letter look like one that does not exist', async () => {
    const forbidden = await get('/v1/communications/KHM/2/2025');
    expect(forbidden.status).toBe(404);
    expect(forbidden.body).toEqual((await get('/v1/communications/KHM/9/2025')).body);
    const statement = await get(`/v1/events/${eventId(3)}/statement`);
    expect(statement.status).toBe(404);
    expect(statement.body).toEqual((await get(`/v1/events/${eventId(99)}/statement`)).body);
    expect((await get('/v1/communications/KHM/2/2025', 'drafter')).status).toBe(200);
  });

  it('shows a letter’s status, its corrected record beside the first, and its thread', async () => {
    const { body } = await get('/v1/communications/KHM/1/2025');
    expect(body).toMatchObject({
      reference: 'AL KHM 1/2025',
      addressee: { code: 'KHM', name: 'Cambodia' },
      status: { letter: 'published', reply: 'reply_confidential' },
      track: { id: 'joint', words: 'enters the joint communications report' },
      letter: { reason: 'a digit misread', documents: [{ _sd: ['[sealed]'] }] },
      versions: [{ position: 2 }, { position: 10 }],
      due: [],
    });
    const then = await get('/v1/communications/KHM/1/2025?asOfPosition=6', 'auditor');
    for (const roles of [[], ['partner_agency'], ['addressee']] as const)
      expect((await get('/v1/communications/KHM/1/2025', ...roles)).body).not.toHaveProperty('handling');
    expect(then.body).toMatchObject({
      handling: { revision: 1 },
      status: { letter: 'confidential', reply: 'no_reply' },
      due: [
        { kind: 'reply', dueOn: '2025-05-09', state: 'overdue' },
        { kind: 'publication', dueOn: '2025-05-09', state: 'overdue', next: 'publish the letter' },
      ],
    });
  });

  it('tells staff what is owed, by which rule and what to do next, and nobody else', async () => {
    const { body } = await get('/v1/obligations', 'publisher');
    expect(body['asOf']).toMatchObject({ position: 10, day: '2025-05-10' });
    expect(body.items).toMatchObject([
      { reference: 'AL KHM 2/2025', kind: 'reply', dueOn: '2025-05-10', state: 'due', policy: 'response-al.2011.json' },
      { reference: 'AL KHM 2/2025', kind: 'redaction', next: 'propose a redaction of the letter' },
      { reference: 'AL KHM 2/2025', kind: 'publication', dueOn: '2025-05-10', state: 'due' },
    ]);
    expect((await get('/v1/obligations')).body).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((await get('/v1/obligations', 'partner_agency')).body).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('hands out the statements exactly as they were signed', async () => {
    const jwts = all.map(({ position, kid, payload, signature }) => ({
      position,
      jwt: compactJwt(kid, payload, signature),
    }));
    expect((await get('/v1/events?from=4', 'auditor')).body).toEqual({ statements: jwts.slice(4), next: null });
    expect((await get('/v1/events')).status).toBe(401);
    expect((await get(`/v1/events/${eventId(2)}/statement`)).body).toEqual({ text: jwts[2]?.jwt });
  });

  it('refuses a query it does not understand by the name of the parameter', async () => {
    const refused = async (path: string): Promise<unknown> => {
      const { status, body } = await get(`/v1/addressees/${path}`, 'auditor');
      return [status, body['code'], (body['errors'] as { path?: string }[])[0]?.path];
    };
    expect(await refused('XXX/timeline')).toEqual([404, 'ADDRESSEE_NOT_FOUND', 'addressee']);
    expect(await refused('OTH/timeline')).toEqual([404, 'ADDRESSEE_SHARED', 'addressee']);
    for (const [query, parameter] of [
      ['asOf=yesterday', 'asOf'],
      ['asOf=2025-03-11&asOfPosition=1', 'asOf'],
      ['asOfPosition=-1', 'asOfPosition'],
      ['from=2025-02-30', 'from'],
      ['to=', 'to'],
      ['kind=complaint', 'kind'],
      ['from=2025&from=2026', 'from'],
      ['colour=red', 'colour'],
      ['atLeast=many', 'atLeast'],
    ] as const)
      expect(await refused(`KHM/timeline?${query}`)).toEqual([400, 'REQUEST_INVALID', parameter]);
    expect((await get('/v1/addressees/KHM/timeline?asOfPosition=11')).body).toMatchObject({ code: 'POSITION_UNKNOWN' });
    expect((await get('/v1/addressees/KHM/timeline?asOf=2024-01-01')).body).toMatchObject({ code: 'POSITION_UNKNOWN' });
  });

  it('waits for a position the caller has written, and does not wait for one that nobody wrote', async () => {
    const begun = performance.now();
    expect((await get('/v1/addressees/KHM/timeline?atLeast=11')).body).toMatchObject({ code: 'POSITION_UNKNOWN' });
    expect(performance.now() - begun).toBeLessThan(1900);
  });

  it('goes on from its cursor after a restart, and a rebuild at once gives the same views as event by event', async () => {
    await service.close();
    const before = await tables(viewsUrl);
    service = await serve(viewsUrl);
    await get('/v1/addressees?atLeast=10');
    expect(await tables(viewsUrl)).toEqual(before);
    const elsewhere = await freshDatabase('views');
    const rebuilt = await serve(elsewhere);
    await fetch(`${rebuilt.url}/v1/addressees?atLeast=10`);
    await rebuilt.close();
    expect(await tables(elsewhere)).toEqual(before);
  });

  it('throws away views that belong to another history', async () => {
    const before = await tables(viewsUrl);
    await service.close();
    const sql = postgres(viewsUrl, { max: 1 });
    await sql`UPDATE chronicle_4.cursor SET last_id = ${eventId(77)}`;
    await sql`UPDATE chronicle_4.event SET type = 'Forged'`;
    await sql.end();
    service = await serve(viewsUrl);
    await get('/v1/addressees?atLeast=10');
    expect(await tables(viewsUrl)).toEqual(before);
  });

  it('warns that a letter left later than it is dated; what is owed stays due on the same day', async () => {
    const late: PastEvent = { stream: 'communication-KHM-2-2025', type: 'DispatchConfirmed', on: '2025-03-14' };
    await store.append(11, entries(recorded(...past, late)).slice(11));
    const words: unknown = expect.stringContaining('dispatched on 2025-03-14');
    const warnings = [{ code: 'late_dispatch', printedOn: '2025-03-11', dispatchedOn: '2025-03-14', words }];
    const owed = Array(3).fill({ dueOn: '2025-05-10', warnings });
    expect((await get('/v1/obligations?atLeast=11', 'publisher')).body.items).toMatchObject(owed);
    expect((await get('/v1/communications/KHM/2/2025', 'publisher')).body).toMatchObject({ warnings, due: owed });
  });
});

async function tables(url: string): Promise<unknown> {
  const sql = postgres(url, { max: 1, connection: { search_path: 'chronicle_4' } });
  const found = {
    cursor: [...(await sql`SELECT * FROM cursor`)],
    event: [...(await sql`SELECT * FROM event ORDER BY position`)],
    stream: [...(await sql`SELECT * FROM stream ORDER BY name`)],
    file: [...(await sql`SELECT * FROM file_stream ORDER BY code, stream`)],
    letter: [...(await sql`SELECT * FROM letter ORDER BY stream`)],
  };
  await sql.end();
  return found;
}
