import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { verifyFile } from '#apps/auditor';
import { letterSentFrom, readLetter } from '#libs/letters';
import {
  type Answer,
  bundleFrom,
  type Caller,
  LedgerProcess,
  payloadExamples,
  seedLetter,
  temporaryHome,
} from '#libs/testing';

import { idOf, recordedIn, typesOf } from './answers.js';

/** To whom the seed letter says that the same concerns were sent. */
const siblings = [
  ['OTH', 'Armed Forces of Myanmar', 'armed_forces'],
  ['OTH', 'ASEAN', 'regional_body'],
  ['CHN', 'China', 'state'],
  ['LAO', 'Lao PDR', 'state'],
  ['MYS', 'Malaysia', 'state'],
  ['PHL', 'the Philippines', 'state'],
  ['THA', 'Thailand', 'state'],
  ['VNM', 'Viet Nam', 'state'],
] as const;
const [khm, lao] = ['/v1/communications/KHM/1/2025', '/v1/communications/LAO/1/2025'];
const everything = [
  'mandate_clerk',
  'dispatcher',
  'redactor',
  'publisher',
  'reply_analyst',
  'translator',
  'reporting_officer',
  'protection_focal_point',
] as const;

describe('the case of AL KHM 1/2025 and its eight siblings', () => {
  const home = temporaryHome();
  const { text } = seedLetter();
  const record = letterSentFrom(readLetter(text), { restsOn: 'public_reports', documents: [] });
  const [mandate = ''] = record.mandates;
  let ledger: LedgerProcess;
  let desk: Caller;
  let second: Caller;

  const open = async (instant: string) => {
    ledger = await LedgerProcess.start(home, instant);
    desk = await ledger.as('desk.one', ...everything);
    second = await ledger.as('desk.two', ...everything);
  };
  const recorded = async (answer: Promise<Answer>): Promise<Answer> => {
    const done = await answer;
    expect({ status: done.status, text: done.text }).toMatchObject({ status: 201 });
    return done;
  };
  const refused = async (answer: Promise<Answer>, code: string): Promise<void> =>
    expect((await answer).json).toMatchObject({ code });
  const page = async (path: string, at: Answer, caller = desk) => {
    const position = Math.max(...recordedIn(at).map((event) => event.position));
    return (await caller.get(`${path}?atLeast=${position}`)).json as {
      status: { letter: string; reply: string };
      due: { kind: string }[];
    };
  };
  const approved = async (path: string, redaction: object, name: string): Promise<void> => {
    const document = await desk.document(`Redacted: ${name}`, `${name}.txt`);
    const body = { on: '2025-06-20', ...redaction, documents: [document] };
    const proposed = await recorded(desk.post(`${path}/redactions`, body));
    const approval = { on: '2025-06-20', proposal: idOf(proposed, 'RedactionProposed') };
    await recorded(second.post(`${path}/redactions/approvals`, approval));
  };

  beforeAll(() => open('2025-03-12T09:00:00Z'));
  afterAll(() => ledger.stop());

  let letter: string;
  it('takes the next number of each addressee, also for letters that are recorded at once', async () => {
    const first = await recorded(desk.post('/v1/communications', { ...record, code: 'KHM' }, 'first'));
    expect(first.json).toMatchObject({ reference: 'AL KHM 1/2025' });
    letter = idOf(first, 'LetterSent');
    const sent = await Promise.all(
      siblings.map(([code, name, kind]) =>
        recorded(desk.post('/v1/communications', { ...record, code, addressee: { name, kind } })),
      ),
    );
    const references = sent.map(({ json }) => (json as { reference: string }).reference);
    expect(references.slice(0, 2).sort()).toEqual(['AL OTH 1/2025', 'AL OTH 2/2025']);
    expect(references.slice(2)).toEqual(siblings.slice(2).map(([code]) => `AL ${code} 1/2025`));
    for (const reference of references) {
      const link = { on: '2025-03-12', reference: reference.slice(3), relation: 'same_case' };
      await recorded(desk.post(`${khm}/links`, link));
    }
    const again = await desk.post('/v1/communications', { ...record, code: 'KHM' }, 'first');
    expect(again.text).toBe(first.text);
  });

  it('never uses a void number again, and lets nothing happen under it', async () => {
    const twice = await recorded(desk.post('/v1/communications', { ...record, code: 'KHM' }));
    expect(twice.json).toMatchObject({ reference: 'AL KHM 2/2025' });
    const at = '/v1/communications/KHM/2/2025';
    const voided = await recorded(
      desk.post(`${at}/void`, { on: '2025-03-12', reason: 'Recorded twice.', replacedBy: 'KHM 1/2025' }),
    );
    expect(await page(at, voided)).toMatchObject({ status: { letter: 'void' }, due: [] });
    await refused(desk.post(`${at}/reminders`, { on: '2025-03-12', channel: 'email' }), 'LETTER_VOID');
    await refused(desk.put(at, record), 'LETTER_VOID');
    const next = await recorded(desk.post('/v1/communications', { ...record, code: 'KHM' }));
    expect(next.json).toMatchObject({ reference: 'AL KHM 3/2025' });
    const mistaken = { on: '2025-03-12', event: idOf(next, 'LetterSent'), reason: 'Sent to another addressee.' };
    const unsaid = await recorded(desk.post('/v1/communications/KHM/3/2025/errors', mistaken));
    expect(await page('/v1/communications/KHM/3/2025', unsaid)).toMatchObject({
      status: { letter: 'not_sent' },
      due: [],
    });
  });

  it('gives no other letter the number of one recorded in error, and takes the one on which it is printed', async () => {
    const next = await recorded(desk.post('/v1/communications', { ...record, code: 'KHM' }));
    expect(next.json).toMatchObject({ reference: 'AL KHM 4/2025' });
    const printed = await recorded(desk.put('/v1/communications/KHM/3/2025', record));
    expect(printed.json).toMatchObject({ reference: 'AL KHM 3/2025' });
    await refused(desk.put('/v1/communications/KHM/3/2025', record), 'LETTER_ALREADY_SENT');
    for (const [path, letter] of Object.entries({ '3/2025': printed, '4/2025': next })) {
      const error = { on: '2025-03-12', event: idOf(letter, 'LetterSent'), reason: 'Sent to another addressee, too.' };
      await recorded(desk.post(`/v1/communications/KHM/${path}/errors`, error));
    }
  });

  let reply: string;
  it('hears one reply to two letters, reminds a third, asks for more and works on the answers', async () => {
    await ledger.stop();
    await open('2025-06-20T09:00:00Z');
    const document = await desk.document('Le Gouvernement a l’honneur de répondre.', 'reply.txt');
    const body = { on: '2025-06-18', kind: 'substantive', language: 'ar', confidential: false, documents: [document] };
    const answers = ['KHM 1/2025', 'LAO 1/2025'];
    const received = await recorded(desk.post('/v1/replies', { ...body, answers }));
    reply = recordedIn(received)[0]?.eventId ?? '';
    expect(await page(khm, received)).toMatchObject({ status: { reply: 'reply_awaiting_translation' } });
    await recorded(desk.post('/v1/communications/VNM/1/2025/reminders', { on: '2025-06-20', channel: 'note verbale' }));

    const translation = await desk.document('The Government has the honour to reply.', 'translation.txt');
    const about = { on: '2025-06-20', reply };
    const at = `/v1/replies/${reply}`;
    await recorded(desk.post(`${at}/translations`, { ...about, language: 'en', documents: [translation] }));
    const judged = [{ question: 1, judgement: 'partly', quotes: [{ start: 0, end: 14 }] }];
    const coverage = { ...about, mandate, text: 'ab'.repeat(32), answers: judged };
    const covered = await recorded(desk.post(`${at}/answer-coverage`, coverage));
    expect(await page(khm, covered)).toMatchObject({ status: { reply: 'reply_received' } });
    const assessment = { grade: 'partial', manner: 'obstructive_formalism' };
    await recorded(desk.post(`${at}/assessments`, { ...about, mandate, assessment }));
    await refused(desk.post(`${at}/sharing`, { ...about, reply: letter, form: 'whole' }), 'BODY_INVALID');
    await recorded(desk.post(`${at}/sharing`, { ...about, form: 'translation' }));
    const more = { number: 1, text: 'Please state the number of investigations.', asks: 1 };
    const request = { ...about, questions: [more], replyAskedBy: '2025-08-20', documents: [] };
    await recorded(desk.post(`${khm}/further-information`, request));
  });

  it('makes no letter later than what was done with it, in its own stream or about it', async () => {
    const reason = 'The day was misread.';
    const correcting = async (code: string, on: string) => {
      const { versions } = (await desk.get(`/v1/communications/${code}/1/2025`)).json as {
        versions: { event: string }[];
      };
      const corrected = { ...record, on, reason, corrects: versions.at(-1)?.event };
      return desk.post(`/v1/communications/${code}/1/2025/corrections`, corrected);
    };
    await refused(correcting('VNM', '2025-06-21'), 'DATE_BEFORE_LETTER');
    const followUp = { ...payloadExamples.FollowUpRecorded, on: '2025-06-19', audience: 'staff', documents: [] };
    await recorded(desk.post('/v1/follow-ups', { ...followUp, references: ['THA 1/2025'] }));
    await refused(correcting('THA', '2025-06-20'), 'DATE_BEFORE_LETTER');
    await recorded(
      desk.post('/v1/communications/MYS/1/2025/summaries', {
        on: '2025-06-19',
        summary: { language: 'en', text: 'A.' },
      }),
    );
    await refused(correcting('MYS', '2025-06-20'), 'DATE_BEFORE_LETTER');
    await recorded(correcting('MYS', '2025-03-11'));
  });

  it('publishes only without a hold, the reply only after its letter, the evaluation by another than who judged', async () => {
    const summary = { language: 'en', text: 'Alleged trafficking into scam centres.' };
    const publication = { on: '2025-06-20', summary };
    await approved(khm, { letter }, 'letter');
    await approved(khm, { letter, reply }, 'reply');
    await refused(second.post(`/v1/replies/${reply}/publication`, publication), 'NOT_PUBLISHED');
    const hold = await recorded(
      desk.post(`${khm}/holds`, { on: '2025-06-20', reason: 'person_at_risk', reviewOn: null }),
    );
    await refused(second.post(`${khm}/publication`, publication), 'PUBLICATION_HELD');
    const lifting = { on: '2025-06-20', hold: idOf(hold, 'PublicationHeld') };
    await recorded(desk.post(`${khm}/holds/lifting`, lifting));
    const other = { language: 'en', text: 'A first draft.' };
    await recorded(desk.post(`${khm}/summaries`, { on: '2025-06-20', summary: other }));
    await refused(second.post(`${khm}/publication`, publication), 'SUMMARY_NOT_APPROVED');
    await recorded(desk.post(`${khm}/summaries`, publication));
    const published = await recorded(second.post(`${khm}/publication`, publication, 'publish'));
    await recorded(second.post(`/v1/replies/${reply}/publication`, publication));
    const order = { on: '2025-06-20', reply, mandate };
    await refused(desk.post(`/v1/replies/${reply}/evaluation`, order), 'FOUR_EYES');
    const evaluated = await recorded(second.post(`/v1/replies/${reply}/evaluation`, order));
    expect(await page(khm, evaluated)).toMatchObject({ status: { letter: 'published', reply: 'reply_published' } });
    expect((await second.post(`${khm}/publication`, publication, 'publish')).text).toBe(published.text);
  });

  it('takes the letter and its reply back from everyone, and says so in a bundle that verifies', async () => {
    const nobody = await ledger.as('nobody', 'public');
    const shown = await renditions();
    expect(shown).toHaveLength(2);
    for (const digest of shown) expect((await nobody.get(`/v1/documents/${digest}`)).status).toBe(200);
    const events = (
      (await desk.get('/v1/addressees/KHM/timeline')).json as { entries: { type: string; eventId: string }[] }
    ).entries;
    const publication = events.find(({ type }) => type === 'LetterPublished')?.eventId;
    const order = { on: '2025-06-20', publication, reason: 'person_at_risk', reviewOn: '2025-12-20' };
    const withdrawn = await recorded(desk.post(`${khm}/publication/withdrawal`, order, 'withdraw'));
    expect(recordedIn(withdrawn).map(({ type }) => type)).toEqual(['PublicationWithdrawn', 'PublicationWithdrawn']);
    for (const digest of shown) expect((await nobody.get(`/v1/documents/${digest}`)).status).toBe(404);
    const state = await page(khm, withdrawn);
    expect(state).toMatchObject({ status: { letter: 'withdrawn', reply: 'reply_received' } });
    expect(state.due.map(({ kind }) => kind)).toEqual(['review']);
    const again = { on: '2025-06-20', summary: { language: 'en', text: 'Alleged trafficking into scam centres.' } };
    expect((await second.post(`${khm}/publication`, again, 'publish')).status).toBe(201);
    for (const digest of shown) expect((await nobody.get(`/v1/documents/${digest}`)).status).toBe(404);
    await refused(second.post(`${khm}/publication`, again), 'REDACTION_NOT_APPROVED');

    const [file, trustFile] = [join(home, '..', 'KHM.zip'), join(home, '..', 'trust.json')];
    writeFileSync(trustFile, (await desk.get('/trust')).text);
    for (const audience of ['addressee', 'public'] as const) {
      writeFileSync(file, await bundleFrom(desk, audience));
      expect(await verifyFile({ file, trustFile })).toMatchObject({ ok: true, findings: [] });
    }
  });

  it('counts a reply once that comes to be known as one to a third letter, and takes no other word for it', async () => {
    const first = await replyTo(khm);
    const { on, kind } = ((await desk.get(khm)).json as { replies: { on: string; kind: string }[] }).replies[0] ?? {};
    const body = { on, kind, language: 'ar', confidential: false, documents: [], answers: ['PHL 1/2025'] };
    const invented = first.replace(/^.{8}/, '00000000');
    for (const change of [{ sameReplyAs: invented }, { sameReplyAs: letter }, { sameReplyAs: first, on: '2025-06-19' }])
      expect(await desk.post('/v1/replies', { ...body, ...change })).toMatchObject({
        status: 422,
        json: { code: 'BODY_INVALID', errors: [{ path: 'sameReplyAs' }] },
      });
    const again = { ...body, answers: ['LAO 1/2025'], sameReplyAs: first };
    expect(await desk.post('/v1/replies', again)).toMatchObject({ status: 422 });
    const third = await recorded(desk.post('/v1/replies', { ...body, sameReplyAs: await replyTo(lao) }));
    const statement = (third.json as { events: { statement: string }[] }).events[0]?.statement ?? '';
    const { data } = JSON.parse(Buffer.from(statement.split('.')[1] ?? '', 'base64url').toString()) as { data: object };
    expect(data).toMatchObject({ sameReplyAs: first });
  });

  it('withholds a reply and holds fast which one it was', async () => {
    const withheld = await recorded(
      desk.post(`/v1/replies/${await replyTo(lao)}/withholding`, {
        on: '2025-06-20',
        reply: await replyTo(lao),
        reason: 'asked_by_addressee',
      }),
    );
    const [event] = recordedIn(withheld);
    const opening = { event: event?.eventId, paths: ['contents'], purpose: 'check the commitment' };
    const opened = await recorded(desk.post('/v1/openings', opening));
    expect(opened.json).toMatchObject({
      fields: [{ path: 'contents', value: [expect.stringMatching(/^[0-9a-f]{64}$/)] }],
    });
    expect(withheld.text).not.toContain((opened.json as { fields: { value: string[] }[] }).fields[0]?.value[0]);
  });

  it('knows silence of the siblings once each, and none of a void number or of a letter that was an error', async () => {
    const silent = async (code: string) =>
      typesOf(await desk.get(`/v1/addressees/${code}/timeline`)).filter((type) => type === 'ResponseWindowElapsed')
        .length;
    const all = () => Promise.all(['VNM', 'CHN', 'THA', 'KHM'].map(silent));
    for (let i = 0; i < 150 && (await all()).includes(0); i++) await pause(200);
    expect(await all()).toEqual([1, 1, 1, 1]);
  });

  const replyTo = async (path: string): Promise<string> => {
    const { replies } = (await desk.get(path)).json as { replies: { event: string }[] };
    return replies[0]?.event ?? '';
  };
  const renditions = async (): Promise<string[]> => {
    const { entries } = (await desk.get('/v1/addressees/KHM/timeline')).json as {
      entries: { facts: { rendition?: { digest: string } } }[];
    };
    return entries.flatMap(({ facts }) => facts.rendition?.digest ?? []);
  };
});
