import { describe, expect, it } from '@jest/globals';

import type { JsonObject, RecordedEvent } from '#libs/ledger';
import { eventId, type PastEvent, pastError, pastLetter, pastReply, recorded } from '#libs/testing';

import { type CommunicationsReport, communicationsReport } from './communications-report.js';
import type { PrintedAddressee } from './printed-rows.js';
import { statisticsReport } from './statistics-report.js';

const khm = 'communication-KHM-1-2025';
const lao = 'communication-LAO-2-2025';
const oth = 'communication-OTH-3-2025';

const published = (stream: string, data: JsonObject = {}): PastEvent => ({
  stream,
  type: 'LetterPublished',
  on: '2025-05-20',
  data: { released: [], summary: { language: 'en', text: `Summary of ${stream}.` }, ...data },
});
const drafted = (session: number, position: number): PastEvent => ({
  stream: `report-HRC${session}-communications`,
  type: 'ReportGenerated',
  on: '2025-08-20',
  data: { position },
});
const asAtLast = (events: readonly RecordedEvent[]) => {
  const last = events.at(-1);
  return { position: last?.position ?? 0, time: last?.time ?? '' };
};
function report(session: number, ...past: readonly PastEvent[]): CommunicationsReport {
  const events = recorded(...past);
  const made = communicationsReport(events, { session, asAt: asAtLast(events) });
  if (made === undefined) throw new TypeError('no such report');
  return made;
}
const references = (section: readonly PrintedAddressee[]): string[] =>
  section.flatMap(({ letters }) => letters.map(({ reference }) => reference));
const repliesIn = (section: readonly PrintedAddressee[]): string[] =>
  section.flatMap(({ letters }) => letters.flatMap(({ replies }) => replies.map(({ on }) => on)));

describe('the communications report of a session', () => {
  it('prints AL KHM 1/2025 in the report of September 2025 with the replies up to 31 July, and in no other', () => {
    const past = [
      pastLetter(khm, { subject: 'Subject' }),
      published(khm),
      pastReply(khm, '2025-07-31', { language: 'en' }),
      pastReply(khm, '2025-08-01'),
    ];
    const made = report(60, ...past);
    expect(made.windows).toEqual({ sentFrom: '2025-03-01', sentTo: '2025-05-31', repliesTo: '2025-07-31' });
    expect(made.sectionA).toMatchObject([
      {
        code: 'KHM',
        name: 'Cambodia',
        letters: [
          {
            on: '2025-03-10',
            reference: 'AL KHM 1/2025',
            mandates: [{ id: 'cambodia', name: 'Cambodia' }],
            summary: { language: 'en', text: `Summary of ${khm}.` },
            replies: [{ event: eventId(2), on: '2025-07-31', kind: 'substantive', text: 'not_published' }],
          },
        ],
      },
    ]);
    expect([59, 61].map((session) => references(report(session, ...past).sectionA))).toEqual([[], []]);
    expect(communicationsReport([], { session: 17, asAt: { position: 0, time: '2025-01-01' } })).toBeUndefined();
  });

  it('prints and counts a reply to letters of two reports in the first of them, and names that row in the other', () => {
    const first = [pastLetter(khm), published(khm), pastReply(khm, '2025-06-10'), drafted(60, 2)];
    const second = [
      ...[pastLetter(lao, {}, '2025-06-05'), published(lao)],
      pastReply(lao, '2025-06-10', { sameReplyAs: eventId(2) }),
    ];
    const replyIn = (made: CommunicationsReport) => made.sectionA[0]?.letters[0]?.replies;
    const [before, after] = [report(60, ...first), report(61, ...first, ...second)];
    expect([replyIn(before), before.statistics.replies]).toMatchObject([[{ printedWith: null }], 1]);
    const printedWith = { reference: 'AL KHM 1/2025', report: 'HRC60-communications' };
    expect([replyIn(after), after.statistics.replies]).toMatchObject([[{ printedWith, on: '2025-06-10' }], 0]);
    const gone = {
      stream: khm,
      type: 'PublicationWithdrawn',
      data: { publication: eventId(1), extent: 'publication' },
    };
    const without = report(61, ...first, ...second, gone);
    expect(replyIn(without)).toMatchObject([{ printedWith: { ...printedWith, reference: null } }]);
  });

  it('prints a reply to two letters of one report with the letter that it was recorded for first', () => {
    const past = [pastLetter(lao), published(lao), pastLetter(khm), published(khm), pastReply(lao, '2025-06-10')];
    const made = report(60, ...past, pastReply(khm, '2025-06-10', { sameReplyAs: eventId(4) }));
    expect(made.sectionA.map(({ letters }) => letters[0]?.replies[0]?.printedWith)).toEqual([
      { reference: 'AL LAO 2/2025', report: null },
      null,
    ]);
    expect(made.statistics.replies).toBe(1);
    // Where the other letter is held back, the reply is printed with the one that is published.
    const alone = report(
      60,
      ...past.filter((_, at) => at !== 1),
      pastReply(khm, '2025-06-10', { sameReplyAs: eventId(3) }),
    );
    expect(alone.sectionA[0]?.letters[0]?.replies).toMatchObject([{ printedWith: null }]);
    expect([alone.statistics.replies, JSON.stringify(alone).includes('LAO')]).toEqual([1, false]);
  });

  it('counts a letter that is held back, and prints nothing of it', () => {
    const held = pastLetter(lao, { subject: 'a subject nobody may read', type: 'UA' }, '2025-05-30');
    const made = report(60, pastLetter(khm), published(khm), held, pastReply(lao, '2025-06-01'));
    expect(made.notReproduced).toEqual({ sectionA: 1, sectionB: 0 });
    expect(made.statistics).toMatchObject({ letters: 2, replies: 0 });
    expect(JSON.stringify(made)).not.toMatch(/LAO|nobody|Lao/);
  });

  it('prints a withdrawn letter no more, and one in error or void not at all', () => {
    const withdrawal = {
      stream: khm,
      type: 'PublicationWithdrawn',
      data: { publication: eventId(1), extent: 'publication' },
    };
    expect(report(60, pastLetter(khm), published(khm), withdrawal)).toMatchObject({
      sectionA: [],
      notReproduced: { sectionA: 1 },
    });
    for (const ending of [pastError(khm, eventId(0)), { stream: khm, type: 'ReferenceVoided' }])
      expect(report(60, pastLetter(khm), published(khm), ending)).toMatchObject({
        sectionA: [],
        notReproduced: { sectionA: 0 },
      });
  });

  it('prints later replies to letters of earlier reports in section B', () => {
    const past = [pastLetter(khm), published(khm), pastReply(khm, '2025-06-01')];
    const later = [...past, drafted(60, 2), pastReply(khm, '2025-09-01'), pastReply(khm, '2025-06-30')];
    const made = report(61, ...later);
    expect([made.sectionA, references(made.sectionB), repliesIn(made.sectionB)]).toEqual([
      [],
      ['AL KHM 1/2025'],
      ['2025-06-30', '2025-09-01'],
    ]);
    expect(made.previous).toEqual({ report: 'HRC60-communications', position: 2 });
    // Without the report before, what came in its own reply window is not known to have been printed.
    expect(repliesIn(report(61, ...past, pastReply(khm, '2025-09-01')).sectionB)).toEqual(['2025-09-01']);
  });

  it('prints in section A, marked, what was recorded after its report or held back in it', () => {
    const past = [pastLetter(khm), pastLetter(lao), published(lao), drafted(60, 2)];
    const made = report(
      61,
      ...past,
      published(khm),
      pastLetter(oth, { addressee: { name: 'A company' } }),
      published(oth),
    );
    expect(made.sectionA.flatMap(({ name, letters }) => letters.map(({ late }) => [name, late]))).toEqual([
      ['A company', 'recorded_late'],
      ['Cambodia', 'held_back'],
    ]);
  });

  it('prints nothing of the working groups’ own procedures, and counts and lists their letters, each in one report', () => {
    const group = { mandates: ['Working Group on Arbitrary Detention'] };
    const urgent = 'communication-COL-1-2025';
    const past = [
      ...[pastLetter(khm, group), published(khm), pastReply(khm, '2025-06-01')],
      ...[pastLetter(lao, { mandates: ['WORKING GROUP ON ENFORCED OR INVOLUNTARY DISAPPEARANCES'], type: 'OL' })],
      ...[pastLetter(urgent, { ...group, type: 'UA' }), published(urgent)],
    ];
    const made = report(60, ...past);
    expect([references(made.sectionA), made.sectionB, made.notReproduced]).toEqual([
      ['UA COL 1/2025'],
      [],
      { sectionA: 0, sectionB: 0 },
    ]);
    expect(made.statistics).toMatchObject({ letters: 1, replies: 0 });
    const mandate = { id: 'arbitrary_detention', name: 'Arbitrary detention', title: group.mandates[0] };
    const listed = { on: '2025-03-10', reference: 'AL KHM 1/2025', code: 'KHM', name: 'Cambodia', mandate };
    expect(made.ownProcedures).toEqual({ letters: 2, listed: [listed] });
    expect(JSON.stringify(made)).not.toContain('LAO');
    const later = report(61, ...past, drafted(60, past.length - 1), published(lao), pastReply(khm, '2025-09-01'));
    expect(later.ownProcedures).toMatchObject({ letters: 1, listed: [{ reference: 'OL LAO 2/2025' }] });
    expect([later.sectionA, later.sectionB, later.mandates]).toEqual([[], [], []]);
  });

  it('prints a letter that a correction brings into the joint report, and one that two working groups sent', () => {
    const group = 'Working Group on Arbitrary Detention';
    const past = [pastLetter(khm, { mandates: [group] }), published(khm), drafted(60, 1)];
    const corrected = { ...pastLetter(khm, { mandates: [group], type: 'UA' }), type: 'LetterCorrected' };
    const both = [group, 'Working Group on Enforced or Involuntary Disappearances'];
    const made = report(61, ...past, corrected, pastLetter(lao, { mandates: both }), published(lao));
    expect(references(made.sectionA)).toEqual(['UA KHM 1/2025', 'JAL LAO 2/2025']);
    expect(made.ownProcedures).toEqual({ letters: 0, listed: [] });
    // KHM was counted in the report before, among those of the own procedures.
    expect(made.statistics.letters).toBe(1);
    expect(made.sectionA.map(({ letters }) => letters[0]?.late)).toEqual(['own_procedure', 'recorded_late']);
  });

  it('keeps a letter that it counted, with its later replies, when a correction makes it one of an own procedure', () => {
    const group = { mandates: ['Working Group on Arbitrary Detention'] };
    const corrected = { ...pastLetter(khm, group), type: 'LetterCorrected' };
    const past = [pastLetter(khm, { ...group, type: 'UA' }), published(khm), drafted(60, 1), corrected];
    const made = report(61, ...past, pastReply(khm, '2025-08-20'));
    expect([made.sectionA, references(made.sectionB), repliesIn(made.sectionB)]).toEqual([
      [],
      ['AL KHM 1/2025'],
      ['2025-08-20'],
    ]);
    expect([made.ownProcedures, made.statistics.letters]).toEqual([{ letters: 0, listed: [] }, 0]);
  });

  it('sorts addressees by name whatever the accents, and letters by date and number', () => {
    const streams = ['COL-1', 'CIV-2', 'TUR-1', 'TUN-10', 'TUN-9'].map((one) => `communication-${one}-2025`);
    const made = report(60, ...streams.flatMap((stream) => [pastLetter(stream), published(stream)]));
    expect(references(made.sectionA).map((one) => one.slice(3))).toEqual([
      'COL 1/2025',
      'CIV 2/2025',
      'TUN 9/2025',
      'TUN 10/2025',
      'TUR 1/2025',
    ]);
  });

  it('puts a J before the type where two mandates sign, and names each mandate once in the appendix', () => {
    const mandates = ['Working Group on Arbitrary Detention', 'Special Rapporteur on a thing that nobody knows'];
    const made = report(60, pastLetter(khm, { mandates, type: 'UA' }), published(khm));
    expect(references(made.sectionA)).toEqual(['JUA KHM 1/2025']);
    expect(made.mandates.map(({ name }) => name)).toEqual(['Arbitrary detention', mandates[1]]);
  });

  it('rounds its shares so that they add up to 100', () => {
    const kinds = ['AL', 'AL', 'UA', 'UA', 'OL', 'OL'].map((type, n) =>
      pastLetter(`communication-KHM-${n + 1}-2025`, { type }),
    );
    const { statistics } = report(60, ...kinds);
    expect(statistics.kinds.map(({ key, value, percent }) => [key, value, percent])).toEqual([
      ['UA', 2, 34],
      ['AL', 2, 33],
      ['OL', 2, 33],
    ]);
  });

  it('says what changed since the draft before', () => {
    const past = [pastLetter(khm), published(khm), pastLetter(lao), published(lao), drafted(60, 3)];
    const reply = pastReply(khm, '2025-06-01');
    const withdrawal = {
      stream: lao,
      type: 'PublicationWithdrawn',
      data: { publication: eventId(3), extent: 'publication' },
    };
    expect(report(60, ...past.slice(0, 4)).changes).toBeNull();
    expect(report(60, ...past, reply, withdrawal).changes).toEqual({
      since: 3,
      added: ['AL KHM 1/2025: reply of 2025-06-01'],
      removed: ['AL LAO 2/2025'],
    });
  });
});

describe('the statistics of a year for everyone', () => {
  it('count every letter and list only those that are published', () => {
    const events = recorded(
      pastLetter(khm, { individuals: { women: 2 } }),
      published(khm),
      pastLetter(lao, { individuals: { women: 3 } }),
      pastReply(lao, '2025-06-01'),
    );
    const made = statisticsReport(events, { year: 2025, asAt: asAtLast(events), listed: 'published' });
    expect([made.sent.value, made.women.value, made.replies.value, made.notListed]).toEqual([2, 5, 1, 1]);
    expect(made.sent.list.map(({ id }) => id)).toEqual(['KHM 1/2025']);
    expect(made.shareOfMembers).toMatchObject({ value: 2, list: [{ id: 'KHM' }] });
    expect(JSON.stringify(made)).not.toContain('LAO');
  });
});
