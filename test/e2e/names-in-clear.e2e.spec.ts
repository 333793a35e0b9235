import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { letterSentFrom, readLetter } from '#libs/letters';
import { type Answer, Caller, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

import { allegationBody, canary } from './allegation-body.js';
import { idOf, recordedIn, staffOf } from './answers.js';

const letterAt = '/v1/communications/KHM/1/2025';
const reached = 'q.marwick@source.example';
const source = { name: canary, contact: reached, group: 'domestic', spokesperson: 'Ib', mobile: '+999 12 345 678' };
const [person] = allegationBody().persons;
const disguised = canary.toUpperCase().replace(' ', '\u00a0\n').replace('I', 'Í');

describe('a name that is sealed in the allegation behind a letter', () => {
  let ledger: LedgerProcess;
  let staff: Caller;
  let second: Caller;
  let allegation: string;
  let sent: string;
  const { text } = seedLetter();
  const record = () => letterSentFrom(readLetter(text), { restsOn: 'allegations', documents: [] });

  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome());
    staff = await staffOf(ledger, 'desk.one');
    second = await staffOf(ledger, 'desk.two');
    allegation = idOf(await staff.post('/v1/allegations', { ...allegationBody(), source }), 'AllegationReceived');
    sent = idOf(await staff.put(letterAt, record()), 'LetterSent');
    await staff.post(`/v1/allegations/${allegation}/links`, { on: '2025-03-12', reference: 'KHM 1/2025' });
  }, 120_000);
  afterAll(() => ledger.stop());

  const refusedAt = (answer: Answer, path: string): void => {
    expect(answer).toMatchObject({ status: 422, json: { code: 'NAME_UNMARKED', errors: [{ path }] } });
    expect(answer.text.toLowerCase()).not.toContain('quillon');
  };

  it('is refused in a correction of the letter', async () => {
    const corrected = { ...record(), corrects: sent, reason: 'misread', subject: `what ${disguised} reported` };
    refusedAt(await staff.post(`${letterAt}/corrections`, corrected), 'subject');
  });

  it('is refused in the confirmation that the letter arrived', async () => {
    const confirmed = { on: '2025-03-11', channel: 'post', recipientOffice: `care of ${canary}` };
    refusedAt(await staff.post(`${letterAt}/dispatch-confirmations`, confirmed), 'recipientOffice');
  });

  it('is refused in whatever else is recorded of the letter', async () => {
    const on = '2025-06-10';
    const question = { number: 1, text: `Where is ${disguised}?`, asks: 1 };
    for (const [to, body, path] of [
      ['further-information', { on, questions: [question], replyAskedBy: null, documents: [] }, 'questions/0/text'],
      ['closure', { on, notice: 'closed', channel: `through ${canary}` }, 'channel'],
      ['reminders', { on, channel: `through ${canary}` }, 'channel'],
      ['void', { on, reason: `${canary} asked for it`, replacedBy: null }, 'reason'],
    ] as const)
      refusedAt(await staff.post(`${letterAt}/${to}`, body), path);
  });

  it('is refused as soon as it came in with further information, and so is where the source is reached', async () => {
    const joined = { ...person, particulars: { name: 'Second Invented' } };
    const further = { on: '2025-06-10', channel: 'email', language: 'en', persons: [joined] };
    const added = { ...further, narrative: 'A second person is alleged to be held.', documents: [] };
    const reminder = (channel: string) => staff.post(`${letterAt}/reminders`, { on: '2025-06-10', channel });
    expect((await reminder('care of Second Invented')).status).toBe(201);
    expect((await staff.post(`/v1/allegations/${allegation}/further-information`, added)).status).toBe(201);
    refusedAt(await reminder('care of Second  INVENTED'), 'channel');
    refusedAt(await reminder(`by mail to ${reached.toUpperCase()}`), 'channel');
  });

  it('is refused under whatever member it came, however short it is, and so is a telephone number', async () => {
    const reminder = (channel: string) => staff.post(`${letterAt}/reminders`, { on: '2025-06-10', channel });
    refusedAt(await reminder('through Ib'), 'channel');
    refusedAt(await reminder('by telephone, 012 / 345-678'), 'channel');
  });

  it('is refused in the public summary', async () => {
    const rendition = await staff.document('The public rendition.', 'rendition.txt');
    const proposed = await staff.post(`${letterAt}/redactions`, {
      on: '2025-05-05',
      letter: sent,
      documents: [rendition],
    });
    await second.post(`${letterAt}/redactions/approvals`, {
      on: '2025-05-06',
      proposal: idOf(proposed, 'RedactionProposed'),
    });
    const summary = { language: 'en', text: `A letter on what ${canary} reported.` };
    refusedAt(
      await second.post(`${letterAt}/publication`, { on: '2025-06-10', summary, released: [] }),
      'summary/text',
    );
    const harmless = { language: 'en', text: 'A letter on what [name 1] reported.' };
    const published = await second.post(`${letterAt}/publication`, {
      on: '2025-06-10',
      summary: harmless,
      released: [],
    });
    expect(recordedIn(published)).toMatchObject([{ type: 'LetterPublished' }]);
  });

  it('is refused when it stands in the letter that the allegation is to be linked to', async () => {
    const { questions, ...letter } = record();
    const [first, ...others] = questions;
    const naming = { ...letter, questions: [{ ...first, text: `Where is ${canary}?` }, ...others] };
    expect((await staff.put('/v1/communications/KHM/2/2025', naming)).status).toBe(201);
    const link = { on: '2025-03-12', reference: 'KHM 2/2025' };
    refusedAt(await staff.post(`/v1/allegations/${allegation}/links`, link), 'questions/0/text');
  });

  it('is not looked for on behalf of anyone who may not record, nor is it said what exists', async () => {
    const anyone = new Caller(ledger.url);
    const nowhere = '00000000-0000-8000-8000-000000000000';
    const restated = { on: '2025-03-12', restates: allegation, path: 'narrative', without: allegation, narrative: 'x' };
    const answers = [
      await anyone.post(`/v1/allegations/${allegation}/links`, { on: '2025-03-12', reference: 'KHM 2/2025' }),
      await anyone.post(`/v1/allegations/${allegation}/restatements`, restated),
      await anyone.post(`/v1/allegations/${nowhere}/restatements`, restated),
      await anyone.post(`${letterAt}/publication`, { on: '2025-06-10', summary: { language: 'en', text: 'x' } }),
      await anyone.post('/v1/communications/KHM/9/2025/publication', {
        on: '2025-06-10',
        summary: { language: 'en', text: 'x' },
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  });
});
