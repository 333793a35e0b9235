import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { reportSession } from '#libs/domain';
import type { RecordedEvent } from '#libs/ledger';
import { eventId, type PastEvent, pastError, pastLetter, pastReply, recorded } from '#libs/testing';

import { communicationsReport } from './communications-report.js';
import type { PrintedAddressee, PrintedReply } from './printed-rows.js';

const sessions = [58, 59, 60, 61, 62] as const;
const cambodia = 'Special Rapporteur on the situation of human rights in Cambodia';
const streams = ['KHM-1-2025', 'KHM-2-2025', 'LAO-1-2024', 'OTH-1-2025'].map((name) => `communication-${name}`);

/** What may happen to the letters between two reports, and the drafting of a report, in any order. */
const stream = fc.constantFrom(...streams);
const day = fc
  .date({ min: new Date('2024-01-01'), max: new Date('2026-04-30'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
/** What decides on the track of a letter: its type and who sends it. */
const record = fc.record({
  type: fc.constantFrom('AL', 'UA'),
  mandates: fc.constantFrom(
    [cambodia],
    [cambodia],
    ['Working Group on Arbitrary Detention'],
    ['Working Group on Arbitrary Detention', cambodia],
  ),
});
const happening: fc.Arbitrary<PastEvent> = fc.oneof(
  fc.tuple(stream, day, record).map(([where, on, data]) => pastLetter(where, data, on)),
  fc.tuple(stream, day, record).map(([where, on, data]) => ({
    ...pastLetter(where, data, on),
    type: 'LetterCorrected',
  })),
  { arbitrary: fc.tuple(stream, day).map(([where, on]) => pastReply(where, on)), weight: 4 },
  { arbitrary: stream.map((where) => pastReply(where, '2025-01-01', { sameReplyAs: 'the last one' })), weight: 5 },
  { arbitrary: stream.map((where): PastEvent => ({ stream: where, type: 'LetterPublished' })), weight: 2 },
  fc.tuple(stream, fc.nat(40)).map(([where, position]): PastEvent => ({
    stream: where,
    type: 'PublicationWithdrawn',
    data: { publication: eventId(position), extent: 'publication' },
  })),
  fc.tuple(stream, fc.nat(40)).map(([where, position]) => pastError(where, eventId(position))),
  stream.map((where): PastEvent => ({ stream: where, type: 'ReferenceVoided' })),
);

const repliesIn = (...sections: readonly (readonly PrintedAddressee[])[]): string[] =>
  sections.flat().flatMap(({ letters }) => letters.flatMap(({ replies }) => replies.map(({ event }) => event)));

/** A reply that is the same as the last one is so to another letter, on the same day; nothing where there was none. */
function resolved(past: readonly PastEvent[], event: PastEvent): readonly PastEvent[] {
  if (event.data?.['sameReplyAs'] !== 'the last one') return [...past, event];
  const at = past.findLastIndex(({ type, stream: where }) => type === 'ReplyReceived' && where !== event.stream);
  const [last, root] = [past[at], past[at]?.data?.['sameReplyAs'] ?? eventId(at)];
  const isKnown = past.some(
    ({ stream: where, data }, index) =>
      where === event.stream && [data?.['sameReplyAs'], eventId(index)].includes(root),
  );
  if (last?.on === undefined || isKnown) return past;
  return [...past, { ...event, on: last.on, data: { ...event.data, sameReplyAs: root } }];
}

/** The reports of consecutive sessions, each made when its portion of the history is recorded, and all events in the end. */
function reportsOf(portions: readonly (readonly PastEvent[])[]) {
  let past: readonly PastEvent[] = [];
  const made = sessions.flatMap((session, index) => {
    past = (portions[index] ?? []).reduce(resolved, past);
    const events = recorded(...past);
    const asAt = { position: events.length - 1, time: '2026-05-01T00:00:00.000Z' };
    past = [
      ...past,
      { stream: `report-HRC${session}-communications`, type: 'ReportGenerated', data: { position: asAt.position } },
    ];
    const report = communicationsReport(events, { session, asAt });
    return report === undefined ? [] : [{ report, events }];
  });
  return { made, reports: made.map(({ report }) => report), events: recorded(...past) };
}

describe('the reports of consecutive sessions', () => {
  const first = reportSession(sessions[0]);
  const last = reportSession(62);
  const portions = fc.array(fc.array(happening, { maxLength: 12 }), { minLength: 5, maxLength: 5 });

  it('print no reply twice, whatever is recorded late, corrected, withdrawn or in error', () => {
    fc.assert(
      fc.property(portions, (parts) => {
        const printed = reportsOf(parts).reports.flatMap((one) => repliesIn(one.sectionA, one.sectionB));
        expect(printed.length).toBe(new Set(printed).size);
      }),
      { numRuns: 300 },
    );
  });

  it('print a reply to several letters in full, and count it, in one of them, and name that row beside the others', () => {
    let referring = 0;
    fc.assert(
      fc.property(portions, (parts) => {
        const { reports } = reportsOf(parts);
        const rows = reports.flatMap(({ sectionA, sectionB }) => [sectionA, sectionB].flat());
        const replies = rows.flatMap(({ letters }) => letters.flatMap((letter) => letter.replies));
        const inFull = replies.filter(({ printedWith }) => printedWith === null).map(rootOf);
        expect(inFull.length).toBe(new Set(inFull).size);
        expect([...new Set(replies.map(rootOf))].sort()).toEqual([...inFull].sort());
        expect(reports.reduce((sum, { statistics }) => sum + statistics.replies, 0)).toBe(inFull.length);
        referring += replies.length - inFull.length;
      }),
      { numRuns: 1000 },
    );
    expect(referring).toBeGreaterThan(30);
  });

  it('count each letter in one report, whatever track a correction moves it to between two of them', () => {
    let moved = 0;
    fc.assert(
      fc.property(portions, (parts) => {
        const { made, reports } = reportsOf(parts);
        const printed = reports.flatMap(({ sectionA }) => sectionA.flatMap(({ letters }) => letters));
        const listed = reports.flatMap(({ ownProcedures }) => ownProcedures.listed.map(keyOf));
        expect(printed.length).toBe(new Set(printed.map(keyOf)).size);
        expect(listed.length).toBe(new Set(listed).size);
        const again = printed.filter(({ late }) => late === 'own_procedure').map(keyOf);
        const tracks = [...(tracksOf(made).at(-1) ?? [])];
        const keysOf = (track: Track) => tracks.filter((one) => one[1] === track).map(([where]) => keyOfStream(where));
        for (const key of printed.map(keyOf)) expect(again.includes(key)).toBe(keysOf('own').includes(key));
        for (const key of listed) expect(keysOf('own')).toContain(key);
        const heldBack = printed.filter(({ late }) => late === 'held_back').length;
        const counted = reports.reduce((sum, { statistics }) => sum + statistics.letters, 0);
        expect(counted - heldBack).toBe(keysOf('joint').length);
        moved += again.length;
      }),
      { numRuns: 1000 },
    );
    expect(moved).toBeGreaterThan(3);
  });

  it('print nothing of a letter that was of a working group’s own procedure at every report so far', () => {
    let listed = 0;
    fc.assert(
      fc.property(portions, (parts) => {
        const { made } = reportsOf(parts);
        const onceJoint = new Set<string>();
        for (const { report, events } of made) {
          const printed = [report.sectionA, report.sectionB].flat().flatMap(({ letters }) => letters.map(keyOf));
          for (const where of streams) {
            const letter = letterIn(standingOf(events.filter((event) => event.stream === where)));
            if (letter === undefined) continue;
            if (trackOf(letter) === 'joint') onceJoint.add(where);
            if (!onceJoint.has(where)) expect(printed).not.toContain(keyOfStream(where));
          }
          listed += report.ownProcedures.listed.length;
        }
      }),
      { numRuns: 1000 },
    );
    expect(listed).toBeGreaterThan(30);
  });

  it('leave out no reply to a letter of the joint track, or counted there before, that is published at the last of them', () => {
    let checked = 0;
    fc.assert(
      fc.property(portions, (parts) => {
        const { made, reports, events } = reportsOf(parts);
        const tracks = tracksOf(made).at(-1);
        const printed = reports.flatMap((one) => repliesIn(one.sectionA, one.sectionB));
        for (const where of streams) {
          const own = standingOf(events.filter((event) => event.stream === where));
          const letter = letterIn(own);
          if (letter === undefined || !isOpen(own) || letter.data.on > (last?.sent.until ?? '')) continue;
          if (trackOf(letter) === 'own' && (tracks?.get(where) ?? 'own') === 'own') continue;
          for (const { id, type, data } of own) {
            if (type !== 'ReplyReceived' || data.on > (last?.replies.until ?? '')) continue;
            if (letter.data.on < (first?.sent.from ?? '') && data.on < (first?.replies.from ?? '')) continue;
            expect(printed.filter((one) => one === id)).toEqual([id]);
            checked++;
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(checked).toBeGreaterThan(100);
  });
});

const rootOf = ({ event, sameReplyAs }: PrintedReply): string => sameReplyAs ?? event;

function standingOf(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const errors = events.filter(({ type }) => type === 'RecordedInError').map(({ data }) => data['event']);
  return events.filter(({ id }) => !errors.includes(id));
}

const letterIn = (standing: readonly RecordedEvent[]): RecordedEvent | undefined => standing.findLast(isRecord);

const isRecord = ({ type }: RecordedEvent): boolean => type === 'LetterSent' || type === 'LetterCorrected';

const trackOf = ({ data }: RecordedEvent): Track =>
  data['type'] === 'AL' && JSON.stringify(data['mandates']) === '["Working Group on Arbitrary Detention"]'
    ? 'own'
    : 'joint';

const keyOf = ({ reference }: { readonly reference: string }): string => reference.replace(/^\w+ /, '');
const keyOfStream = (where: string): string => where.replace(/communication-(\w+)-(\d+)-(\d+)/, '$1 $2/$3');

type Track = 'own' | 'joint' | 'elsewhere';

/** The track of each letter, by its stream, in the first report that counted it, or `elsewhere` where one only printed replies, after each report. */
function tracksOf(made: ReturnType<typeof reportsOf>['made']): readonly ReadonlyMap<string, Track>[] {
  const begun = { sentFrom: reportSession(sessions[0])?.sent.from ?? '', position: made[0]?.events.length ?? 0 };
  const tracks = new Map<string, Track>();
  return made.map(({ report, events }) => {
    const later = report.sectionB.flatMap(({ letters }) => letters.map(keyOf));
    for (const where of streams) {
      const standing = standingOf(events.filter((event) => event.stream === where));
      const [first, letter] = [standing.find(isRecord), letterIn(standing)];
      if (first === undefined || letter === undefined || tracks.has(where)) continue;
      if (standing.some(({ type }) => type === 'ReferenceVoided')) continue;
      const isOurs = letter.data.on >= begun.sentFrom || first.position >= begun.position;
      const isCounted = isOurs && letter.data.on <= report.windows.sentTo;
      if (isCounted || later.includes(keyOfStream(where))) tracks.set(where, isCounted ? trackOf(letter) : 'elsewhere');
    }
    return new Map(tracks);
  });
}

/** Whether the letter counts and everyone may read it in the end. */
function isOpen(events: readonly RecordedEvent[]): boolean {
  const withdrawn = events.filter(({ type }) => type === 'PublicationWithdrawn').map(({ data }) => data['publication']);
  return (
    !events.some(({ type }) => type === 'ReferenceVoided') &&
    events.some(({ type, id }) => type === 'LetterPublished' && !withdrawn.includes(id))
  );
}
