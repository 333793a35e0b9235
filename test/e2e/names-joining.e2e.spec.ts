import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { letterSentFrom, readLetter } from '#libs/letters';
import { type Answer, type Caller, LedgerProcess, payloadExamples, seedLetter, temporaryHome } from '#libs/testing';

import { allegationBody, canary } from './allegation-body.js';
import { idOf, recordedIn } from './answers.js';

const on = '2025-03-12';
const record = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'allegations', documents: [] });
const pathOf = (serial: number, year = 2025): string => `/v1/communications/KHM/${serial}/${year}`;
const { PressReleaseIssued, FollowUpRecorded, AllegationAssessed } = payloadExamples;
const { title, url, language, experts } = PressReleaseIssued;
const release = { title, url, language, experts };

describe('names that come to stand behind a letter', () => {
  let ledger: LedgerProcess;
  let staff: Caller;
  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome(), '2025-03-12T09:00:00Z');
    const roles = ['intake_officer', 'assessor', 'mandate_clerk', 'publisher', 'importer'] as const;
    staff = await ledger.as('desk.one', ...roles);
  }, 120_000);
  afterAll(() => ledger.stop());

  const recorded = async (answer: Promise<Answer>): Promise<Answer> => {
    const done = await answer;
    expect({ status: done.status, text: done.text }).toMatchObject({ status: 201 });
    return done;
  };
  const received = async (source = canary): Promise<Answer> =>
    recorded(staff.post('/v1/allegations', { ...allegationBody(), source: { name: source, contact: 'none' } }));
  const link = (allegation: string, reference: string): Promise<Answer> =>
    staff.post(`/v1/allegations/${allegation}/links`, { on, reference });
  const remind = (at: string, channel: string): Promise<Answer> => staff.post(`${at}/reminders`, { on, channel });
  const refusedIn = (answer: Answer, where: string): void => {
    expect(answer).toMatchObject({ status: 422, json: { code: 'NAME_UNMARKED' } });
    expect(answer.text).toContain(where);
    expect(answer.text).not.toMatch(/quillon|newcomer/iu);
  };

  it('and stand in a text about it recorded at the same moment: one of the two is refused', async () => {
    await recorded(staff.put(pathOf(100), record));
    // Many names to be opened make the time long between looking them up for a text and recording it.
    for (let n = 0; n < 30; n++)
      await recorded(link(idOf(await received(`Earlier Source ${n}`), 'AllegationReceived'), 'KHM 100/2025'));
    for (const name of ['One', 'Two', 'Three', 'Four', 'Five', 'Six'].map((n) => `Newcomer ${n}`)) {
      const allegation = idOf(await received(name), 'AllegationReceived');
      const telling = remind(pathOf(100), `through ${name}`);
      const answers = await Promise.all([telling, link(allegation, 'KHM 100/2025')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    }
  });

  it('with an allegation that was merged into the one behind it are names behind it too', async () => {
    const [ending, lasting] = [await received('Merged Newcomer'), await received('Somebody Else')];
    const [from, into] = [idOf(ending, 'AllegationReceived'), idOf(lasting, 'AllegationReceived')];
    await recorded(staff.put(pathOf(1), record));
    await recorded(link(into, 'KHM 1/2025'));
    const assessed = { ...AllegationAssessed, on, decision: 'merge', reasons: ['duplicate'] };
    await recorded(staff.post(`/v1/allegations/${from}/assessments`, assessed));
    const merge = () => staff.post(`/v1/allegations/${from}/merger`, { on, into });
    const early = idOf(await recorded(remind(pathOf(1), 'through Merged Newcomer')), 'ReminderSent');
    expect(early).not.toBe('');
    refusedIn(await merge(), 'communication-KHM-1-2025');

    await recorded(staff.put(pathOf(2), record));
    const other = idOf(await received('Third Source'), 'AllegationReceived');
    await recorded(link(other, 'KHM 2/2025'));
    await recorded(staff.post(`/v1/allegations/${from}/merger`, { on, into: other }));
    refusedIn(await remind(pathOf(2), 'through Merged Newcomer'), 'channel');
    refusedIn(await remind(pathOf(2), 'through Third Source'), 'channel');
  });

  it('with the allegation into which the one behind it was merged are names behind it as well', async () => {
    const [from, into] = await Promise.all(
      ['Behind The Letter', 'Lasting Newcomer'].map(async (name) => idOf(await received(name), 'AllegationReceived')),
    );
    await recorded(staff.put(pathOf(5), record));
    await recorded(link(from ?? '', 'KHM 5/2025'));
    const assessed = { ...AllegationAssessed, on, decision: 'merge', reasons: ['duplicate'] };
    await recorded(staff.post(`/v1/allegations/${from}/assessments`, assessed));
    const merge = (to?: string) => staff.post(`/v1/allegations/${from}/merger`, { on, into: to });
    const other = idOf(await received('Named Newcomer'), 'AllegationReceived');
    await recorded(remind(pathOf(5), 'through Named Newcomer'));
    refusedIn(await merge(other), 'communication-KHM-5-2025');
    await recorded(merge(into));
    refusedIn(await remind(pathOf(5), 'through Lasting Newcomer'), 'channel');
    const third = idOf(await received('Third Newcomer'), 'AllegationReceived');
    await recorded(staff.post(`/v1/allegations/${third}/assessments`, assessed));
    await recorded(staff.post(`/v1/allegations/${third}/merger`, { on, into }));
    refusedIn(await remind(pathOf(5), 'through Third Newcomer'), 'channel');
  });

  it('are looked for in what everyone reads about the letter, until that is put right or the person consents', async () => {
    const history = (serial: number): object => ({
      letter: { ...record, on: '2022-03-10', restsOn: 'import', otherRecipients: [], subject: `Letter ${serial}` },
      replies: [],
      publishedElsewhere: { url: 'https://example.org/letter', on: '2022-06-01' },
    });
    for (const serial of [1, 2]) await recorded(staff.post(`${pathOf(serial, 2022)}/history`, history(serial)));
    const naming = { ...release, title: 'Experts call for the release of Newcomer Person' };
    const issued = await recorded(staff.post('/v1/press-releases', { ...naming, on, references: ['KHM 1/2022'] }));
    const at = `press_release-${idOf(issued, 'PressReleaseIssued')}`;
    const text = {
      ...FollowUpRecorded,
      on,
      documents: [],
      references: ['KHM 2/2022'],
      text: 'A visit to Newcomer Person.',
    };
    const followUp = idOf(await recorded(staff.post('/v1/follow-ups', text)), 'FollowUpRecorded');
    const particulars = { name: 'Newcomer Person' };
    const consent = { transmit: true, publish: false, press: false, share: false };
    const body = { ...allegationBody(), persons: [{ consent, particulars }] };
    const brought = await recorded(staff.post('/v1/allegations', body));
    const [allegation, person] = [idOf(brought, 'AllegationReceived'), recordedIn(brought)[2]?.eventId];

    refusedIn(await link(allegation, 'KHM 1/2022'), at);
    const corrects = idOf(issued, 'PressReleaseIssued');
    const corrected = {
      ...release,
      on,
      title: 'Experts call for a release',
      references: ['KHM 1/2022'],
      corrects,
      reason: 'Named nobody.',
    };
    await recorded(staff.post(`/v1/press-releases/${corrects}/corrections`, corrected));
    await recorded(link(allegation, 'KHM 1/2022'));

    refusedIn(await link(allegation, 'KHM 2/2022'), `follow_up-${followUp}`);
    const agreed = { on, person, consent: { ...consent, publish: true }, channel: 'telephone', documents: [] };
    await recorded(staff.post(`/v1/allegations/${allegation}/consents`, agreed));
    await recorded(link(allegation, 'KHM 2/2022'));
  });

  it('of a company that is alleged to have taken part do not keep it from being named as a recipient', async () => {
    const allegation = idOf(await received('Fourth Source'), 'AllegationReceived');
    const otherRecipients = [{ printed: 'Invented Group', code: null }];
    await recorded(staff.put(pathOf(3), { ...record, otherRecipients, businesses: ['Invented Group'] }));
    await recorded(link(allegation, 'KHM 3/2025'));
    const naming = [{ printed: 'Fourth Source', code: null }];
    await recorded(staff.put(pathOf(4), { ...record, otherRecipients: naming }));
    refusedIn(await link(allegation, 'KHM 4/2025'), 'otherRecipients/0/printed');
  });
});
