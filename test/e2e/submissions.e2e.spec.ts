import { statSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { KeyFileSigner, SystemEntropy } from '#libs/keyring';
import {
  type Answer,
  Caller,
  LedgerProcess,
  payloadExamples,
  type SubmittingAgency,
  temporaryHome,
} from '#libs/testing';

import { addedAgency, exchangeSecret, hand } from './agencies.js';
import { allegationBody, canary } from './allegation-body.js';
import { filesWith, recordedIn } from './answers.js';
import { ledgerCommand } from './ledger-command.js';

const allegation = () => ({ type: 'AllegationReceived', data: allegationBody() });
const information = () => ({
  type: 'FurtherInformationReceived',
  data: {
    ...{ on: '2025-06-19', channel: 'partner agency', language: 'en', persons: [], documents: [] },
    narrative: `${canary} was seen again.`,
  },
});
const followUp = (audience: string) => ({
  type: 'FollowUpRecorded',
  data: {
    ...{ on: '2025-06-18', audience, kind: 'visit', references: [], addressees: ['KHM'], language: 'en' },
    ...{ text: 'Inspectors visited the site.', recommendation: null, observation: null, documents: [] },
  },
});
const codeOf = ({ json }: Answer): string => (json as { code: string }).code;

describe('what another agency submits', () => {
  const home = temporaryHome();
  let ledger: LedgerProcess;
  let labour: SubmittingAgency;
  let migration: SubmittingAgency;
  const keys = (...args: string[]) => ledgerCommand(['keys', ...args], { LEDGER_URL: ledger.url, LEDGER_HOME: home });

  beforeAll(async () => {
    ledger = await LedgerProcess.start(home, '2025-06-20T09:00:00Z', { EXCHANGE_SECRET: exchangeSecret });
    ({ agency: labour } = await addedAgency(ledger, home, 'labour'));
    ({ agency: migration } = await addedAgency(ledger, home, 'migration'));
  });
  afterAll(() => ledger.stop());

  it('needs a key of the agency and one to seal to, which the ledger makes once', async () => {
    const listed = JSON.parse((await keys('--json')).out) as { keys: { purpose: string; source?: string }[] };
    expect(listed.keys.map(({ purpose }) => purpose)).toEqual(['issuer', 'log', 'intake', 'agency', 'agency']);
    expect(listed.keys.at(-1)?.source).toBe(migration.source);
    const agencies = await ledgerCommand(['agency', 'list', '--json'], { LEDGER_URL: ledger.url });
    expect(agencies.out).toContain('"agency":"labour","source":"urn:agency:labour"');
    const [file = ''] = filesWith(home, '"crv":"X25519"');
    expect(file).toMatch(/^keys\/intake\//);
    expect(statSync(`${home}/${file}`).mode & 0o777).toBe(0o600);
  });

  it('begins with what its operator hands over: where the key lies, and what the agency pins', async () => {
    const out = join(home, '..', 'minerals.jwk');
    const env = { LEDGER_URL: ledger.url, LEDGER_HOME: home };
    const { status, out: said } = await ledgerCommand(['agency', 'add', 'minerals', '--out', out], env);
    expect(status).toBe(0);
    expect(said.replaceAll('\n', ' ')).toContain(`The private key was written to ${out}. Hand it to minerals`);
    expect(said).toContain(`\n  curl ${ledger.url}/trust > trust.json\n`);
    expect(await (await fetch(`${ledger.url}/trust`)).text()).toContain('"origin"');
  });

  it('is said not to come in where nothing does, in words rather than by a table without rows', async () => {
    const env = { LEDGER_URL: ledger.url, LEDGER_HOME: home, EXCHANGE_SECRET: exchangeSecret };
    const { status, out } = await ledgerCommand(['exchange', 'agencies'], env);
    expect(status).toBe(0);
    expect(out).toMatch(
      /^No agency submits here\.\n\nNo agency has confirmed to have read anything\.\n\n".* agency list" shows/,
    );
    expect(JSON.parse((await ledgerCommand(['exchange', 'agencies', '--json'], env)).out)).toEqual({
      agencies: [],
      confirmed: [],
    });
  });

  it('keeps the private key of an agency from others on the machine', async () => {
    const { needs } = await addedAgency(ledger, home, 'labour');
    expect(statSync(needs.keyFile).mode & 0o777).toBe(0o600);
  });

  it('is one event, sealed like any other, however often it comes in', async () => {
    const message = await labour.message({ id: 'a-1', ...allegation() });
    const first = await hand(ledger, labour, message);
    expect(first).toMatchObject({ status: 201, json: { events: [{ type: 'AllegationReceived' }] } });
    const again = await Promise.all(Array.from({ length: 20 }, () => hand(ledger, labour, message)));
    expect(new Set(again.map(({ text }) => text))).toEqual(new Set([first.text]));
    const resealed = { ...message, text: await labour.seal(message.jws) };
    expect((await hand(ledger, labour, resealed)).text).toBe(first.text);
    expect(filesWith(home, canary)).toEqual([]);
    const staff = await ledger.as('focal', 'intake_officer');
    const { eventId } = recordedIn(first)[0] ?? { eventId: '' };
    const statement = (await staff.get(`/v1/events/${eventId}/statement`)).text;
    expect(Buffer.from(statement.split('.')[1] ?? '', 'base64url').toString()).toContain('"role":"partner_agency"');
  });

  it('is refused and said to be so when the same id comes with other bytes', async () => {
    await hand(ledger, labour, await labour.message({ id: 'a-2', ...allegation() }));
    const other = await labour.message({ id: 'a-2', ...allegation(), changed: { exp: 4_102_444_801 } });
    expect(await hand(ledger, labour, other)).toMatchObject({ status: 422, json: { code: 'KEY_REUSED' } });
  });

  it('may add to what the agency itself submitted, and to nothing else', async () => {
    const own = await hand(ledger, labour, await labour.message({ id: 'a-3', ...allegation() }));
    const { eventId: id } = recordedIn(own)[0] ?? { eventId: '' };
    const more = await labour.message({ id: 'i-1', ...information(), allegation: id });
    expect(await hand(ledger, labour, more)).toMatchObject({
      status: 201,
      json: { events: [{ type: 'FurtherInformationReceived' }] },
    });
    const others = await migration.message({ id: 'i-1', ...information(), allegation: id });
    const none = await migration.message({ id: 'i-2', ...information(), allegation: id.replace(/^.{8}/, '00000000') });
    const [hidden, missing] = [await hand(ledger, migration, others), await hand(ledger, migration, none)];
    expect([hidden.text, hidden.status]).toEqual([missing.text, 404]);
    expect(codeOf(hidden)).toBe('ALLEGATION_UNKNOWN');
  });

  it('may be a reply forwarded to a letter that the agency may see; other letters are as if there were none', async () => {
    const importer = await ledger.as('importer', 'importer');
    const letter = { ...payloadExamples.LetterSent, on: '2025-03-10', restsOn: 'import', documents: [] };
    const publishedElsewhere = { url: 'https://example.org/letters/7', on: '2025-06-01' };
    for (const [serial, published] of [
      [7, publishedElsewhere],
      [8, null],
    ] as const) {
      const history = { letter, replies: [], publishedElsewhere: published };
      expect((await importer.post(`/v1/communications/KHM/${serial}/2025/history`, history)).status).toBe(201);
    }
    const reply = { on: '2025-06-19', kind: 'substantive', language: 'en', confidential: false, documents: [] };
    const forward = (serial: number) => ({
      type: 'ReplyReceived',
      data: { ...reply, answers: [`AL KHM ${serial}/2025`] },
    });
    expect(await hand(ledger, labour, await labour.message({ id: 'p-1', ...forward(7) }))).toMatchObject({
      status: 201,
      json: { events: [{ type: 'ReplyReceived', proof: expect.stringMatching(/^\/v1\/events\/[0-9a-f-]+\/proof$/) }] },
    });
    const { agency: stranger } = await addedAgency(ledger, home, 'stranger');
    const answers = [
      await hand(ledger, labour, await labour.message({ id: 'p-2', ...forward(8) })),
      await hand(ledger, labour, await labour.message({ id: 'p-3', ...forward(9) })),
      await hand(ledger, stranger, await stranger.message({ id: 'p-1', ...forward(7) })),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(codeOf(answers[0] as Answer)).toBe('LETTER_NOT_SENT');
  });

  it('records follow-ups for staff, and publishes none', async () => {
    const forStaff = await hand(ledger, labour, await labour.message({ id: 'f-1', ...followUp('staff') }));
    expect(forStaff).toMatchObject({ status: 201, json: { events: [{ type: 'FollowUpRecorded' }] } });
    const forAll = await hand(ledger, labour, await labour.message({ id: 'f-2', ...followUp('all') }));
    expect(forAll).toMatchObject({ status: 403, json: { code: 'FORBIDDEN' } });
  });

  it('tells no agency whether a name it guesses is sealed behind a letter, nor which letters there are', async () => {
    const staff = await ledger.as('desk.one', 'intake_officer', 'mandate_clerk', 'importer');
    const letter = { ...payloadExamples.LetterSent, on: '2025-06-19', restsOn: 'allegations', documents: [] };
    const path = (serial: number) => `/v1/communications/KHM/${serial}/2025`;
    expect((await staff.put(path(31), letter)).status).toBe(201);
    const history = {
      letter: { ...letter, on: '2025-03-10', restsOn: 'import' },
      replies: [],
      publishedElsewhere: { url: 'https://example.org/letters/32', on: '2025-06-01' },
    };
    expect((await staff.post(`${path(32)}/history`, history)).status).toBe(201);
    const linkTo = async (serial: number, name: string) => {
      const body = { ...allegationBody(), source: { name, contact: 'none' } };
      const id = recordedIn(await staff.post('/v1/allegations', body))[0]?.eventId;
      return staff.post(`/v1/allegations/${id}/links`, { on: '2025-06-19', reference: `KHM ${serial}/2025` });
    };
    for (const serial of [31, 32]) expect((await linkTo(serial, canary)).status).toBe(201);

    let n = 0;
    const about = async (text: string, references: readonly string[] = []): Promise<Answer> => {
      const { type, data } = followUp('staff');
      const message = await labour.message({ id: `g-${n++}`, type, data: { ...data, text, references } });
      return hand(ledger, labour, message);
    };
    const hidden = [
      await about(`On AL KHM 31/2025, by ${canary}.`),
      await about('On AL KHM 31/2025, by Another Newcomer.'),
      await about('On khm no. 31 of 2025, by Invented Group.'),
      await about(`On AL KHM 99/2025, by ${canary}.`),
      await about('On nothing.', ['KHM 31/2025']),
      await about('On nothing.', ['KHM 99/2025']),
    ];
    expect(hidden.map(codeOf)).toEqual(hidden.map(() => 'LETTER_NOT_SENT'));
    expect(new Set(hidden.map(({ text }) => text)).size).toBe(1);
    for (const name of [canary, 'Invented Person', 'Another Newcomer'])
      expect((await about(`On AL KHM 32/2025, by ${name}.`, ['KHM 32/2025'])).status).toBe(201);
    expect((await linkTo(32, 'Another Newcomer')).status).toBe(201);

    const forwarded = { on: '2025-06-19', kind: 'interim', confidential: false, documents: [] };
    const inTag = async (language: string) => {
      const data = { ...forwarded, language, answers: ['KHM 32/2025'] };
      return hand(ledger, labour, await labour.message({ id: `g-${n++}`, type: 'ReplyReceived', data }));
    };
    const tags = [await inTag('en-Quillon'), await inTag('en-Nobody')];
    expect(tags.map(codeOf)).toEqual(['BODY_INVALID', 'BODY_INVALID']);
    expect((await inTag('en')).status).toBe(201);
  });

  it('is refused with a code when it is not what the agency sealed and signed', async () => {
    const message = await labour.message({ id: 'h-1', ...allegation() });
    const [header = '', ...rest] = message.text.split('.');
    const altered = Buffer.from(Buffer.from(header, 'base64url').toString().replace('"enc"', '"cty":"x","enc"'));
    const stranger = await KeyFileSigner.open(`${home}/../stranger.jwk`, new SystemEntropy());
    const { needs } = await addedAgency(ledger, home, 'drugs');
    const { SubmittingAgency: Agency } = await import('#libs/testing');
    const unknown = await new Agency('labour', labour.source, stranger, needs).message({ id: 'h-2', ...allegation() });
    const body = JSON.stringify({ iss: labour.source });
    const cases: [message: object, code: string][] = [
      [{ text: 'no message' }, 'SUBMISSION_UNREADABLE'],
      [{ text: message.text.slice(0, -2) }, 'SUBMISSION_UNREADABLE'],
      [{ text: `${altered.toString('base64url')}.${rest.join('.')}` }, 'SUBMISSION_UNREADABLE'],
      [{ text: await labour.seal(message.jws, { zip: 'DEF' }).catch(() => '') }, 'SUBMISSION_UNREADABLE'],
      [{ text: await labour.seal(message.jws, { kid: needs.kid }) }, 'SUBMISSION_UNREADABLE'],
      [{ text: await labour.seal('x'.repeat(450_000)) }, 'SUBMISSION_UNREADABLE'],
      [{ text: await labour.seal('no jws') }, 'SUBMISSION_UNVERIFIED'],
      [{ text: await labour.seal(`${message.jws.slice(0, -4)}AAAA`) }, 'SUBMISSION_UNVERIFIED'],
      [{ text: await labour.seal(await labour.sign(body, 'ledger-key+jws')) }, 'SUBMISSION_UNVERIFIED'],
      [unknown, 'KEY_UNKNOWN'],
      [{ id: 'h-3' }, 'SUBMISSION_MISDIRECTED'],
      [{ source: migration.source }, 'SUBMISSION_MISDIRECTED'],
      [
        await labour.message({ id: 'h-1', ...allegation(), changed: { aud: 'ledger.test/x' } }),
        'SUBMISSION_MISDIRECTED',
      ],
      [
        await labour.message({ id: 'h-1', ...allegation(), changed: { iss: migration.source } }),
        'SUBMISSION_MISDIRECTED',
      ],
      [await labour.message({ id: 'h-1', ...allegation(), changed: { exp: 1 } }), 'SUBMISSION_EXPIRED'],
      [await labour.message({ id: 'h-1', ...allegation(), changed: { exp: '1' } }), 'BODY_INVALID'],
      [await labour.message({ id: 'h-1', ...allegation(), type: 'LetterSent' }), 'BODY_INVALID'],
      [await labour.message({ id: 'h-1', type: 'AllegationReceived', data: { on: canary } }), 'BODY_INVALID'],
      [{ text: await labour.seal(await labour.sign('{"iss":1,"iss":2}')) }, 'JSON_DUPLICATE_KEY'],
      [{ text: await labour.seal(await labour.sign('[')) }, 'JSON_INVALID'],
    ];
    for (const [changed, code] of cases) {
      const answer = await hand(ledger, labour, { ...message, ...changed });
      expect([code, answer.status >= 400 && answer.status < 500, codeOf(answer)]).toEqual([code, true, code]);
      expect(answer.text).not.toContain(canary);
    }
    expect(await hand(ledger, migration, message)).toMatchObject({ json: { code: 'KEY_UNKNOWN' } });
    expect(await hand(ledger, labour, message, { topic: migration.topic })).toMatchObject({
      json: { code: 'SUBMISSION_MISDIRECTED' },
    });
    expect((await hand(ledger, labour, message)).status).toBe(201);
  });

  it('is taken from exchange only: no token opens this way, and none records in the name of an agency', async () => {
    const message = await labour.message({ id: 'x-1', ...allegation() });
    const agencyToken = await ledger.as('labour', 'partner_agency');
    const body = { agency: 'labour', topic: labour.topic, source: labour.source, id: 'x-1', value: '' };
    for (const caller of [new Caller(ledger.url), agencyToken, await ledger.as('desk', 'intake_officer')])
      expect(await caller.post('/v1/submissions', body)).toMatchObject({ json: { code: 'UNAUTHENTICATED' } });
    expect(await agencyToken.post('/v1/allegations', allegationBody())).toMatchObject({ json: { code: 'FORBIDDEN' } });
    expect((await hand(ledger, labour, message)).status).toBe(201);
  });

  it('is not taken under a key that was ended, while what was taken before is answered again', async () => {
    const { agency, needs } = await addedAgency(ledger, home, 'migration');
    const before = await agency.message({ id: 'r-1', ...allegation() });
    const taken = await hand(ledger, agency, before);
    expect(taken.status).toBe(201);
    expect((await keys('retire', needs.kid)).status).toBe(0);
    const after = await agency.message({ id: 'r-2', ...allegation() });
    expect(await hand(ledger, agency, after)).toMatchObject({ json: { code: 'KEY_ENDED' } });
    expect((await hand(ledger, migration, await migration.message({ id: 'r-3', ...allegation() }))).status).toBe(201);
  });
});
