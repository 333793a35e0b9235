import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Readable } from 'node:stream';

import type { RecordedEvent } from '#libs/ledger';
import { eventId, recorded } from '#libs/testing';

import { obligations } from './obligations.projection.js';
import { fold, foldTo } from './projection.js';
import { stateTimeline, timelineOf } from './state-timeline.projection.js';
import { longViewFiles, viewFiles } from './views.js';

const letterStream = 'communication-KHM-1-2025';
const handlingStream = 'handling-KHM-1-2025';
const letter = { type: 'AL', publicationWindow: { days: 60, printed: 'within 60 days' }, replyAskedBy: null };

describe('any history', () => {
  const streams = [
    letterStream,
    'communication-LAO-2-2025',
    'press_release-1',
    'follow_up-1',
    'allegation-1',
    handlingStream,
  ];
  const types = ['LetterSent', 'LetterCorrected', 'ReplyReceived', 'LetterPublished', 'PressReleaseLinked', 'Unheard'];
  const given = fc.record({
    stream: fc.constantFrom(...streams),
    type: fc.constantFrom(...types),
    on: fc.constantFrom('2025', '2025-03', '2025-03-10', '2025-03-10T10:00:00+01:00', 'x'),
    linked: fc.boolean(),
  });
  const histories = fc.array(given, { maxLength: 40 }).map((list) =>
    recorded(
      ...list.map(({ stream, type, on, linked }) => ({
        stream,
        type,
        on,
        ...(linked && !stream.startsWith('communication-') ? { codes: ['KHM'] } : {}),
        data: { ...letter, corrects: eventId(0) },
      })),
    ),
  );
  const seed = Date.now() % 2 ** 31;
  const holds = (property: fc.IProperty<[RecordedEvent[], number]>): void => fc.assert(property, { seed });
  it(`gives the same views folded in pages as folded at once (seed ${seed})`, () => {
    holds(
      fc.property(histories, fc.nat(40), (events, cut) => {
        const paged = fold(stateTimeline, events.slice(cut), fold(stateTimeline, events.slice(0, cut)));
        expect(timelineOf(paged, 'KHM')).toEqual(timelineOf(fold(stateTimeline, events), 'KHM'));
        const owed = fold(obligations, events.slice(cut), fold(obligations, events.slice(0, cut)));
        expect(owed).toEqual(fold(obligations, events));
      }),
    );
  });

  it(`gives at an earlier position what the history was then, also after more was folded (seed ${seed})`, () => {
    holds(
      fc.property(histories, fc.nat(40), (events, position) => {
        const prefix = events.filter((event) => event.position <= position);
        const then = fold(stateTimeline, prefix);
        const before = timelineOf(then, 'KHM');
        fold(stateTimeline, events.slice(prefix.length), then);
        expect(timelineOf(then, 'KHM')).toEqual(before);
        expect(foldTo(obligations, events, position)).toEqual(fold(obligations, prefix));
        expect(timelineOf(foldTo(stateTimeline, events, position), 'KHM')).toEqual(before);
      }),
    );
  });

  it(`gives the same view files from the file's own streams as from the whole ledger (seed ${seed})`, () => {
    holds(
      fc.property(histories, fc.nat(1), (events, _) => {
        const own = new Set(events.filter(({ codes }) => codes.includes('KHM')).map(({ stream }) => stream));
        const bundle = events.filter(({ stream }) => own.has(stream));
        expect([...viewFiles('KHM', bundle)]).toEqual([...viewFiles('KHM', events)]);
      }),
    );
  });
});

describe('the view files of a bundle', () => {
  it('are the same when the events are read one by one from elsewhere', async () => {
    const named = (n: number) => `communication-${n % 2 === 0 ? 'KHM' : 'LAO'}-${n % 3}-2025`;
    const types = ['LetterSent', 'ReplyReceived', 'LetterCorrected', 'LetterSent', 'PressReleaseLinked'];
    const days = ['2025-03-10', '2025', 'never', '2025-03', '2025-03-10T23:00:00+07:00'];
    const events = recorded(
      ...Array.from({ length: 60 }, (_, n) => ({
        stream: n % 7 === 0 ? 'press_release-1' : named(n),
        type: types[n % types.length] ?? '',
        on: days[n % days.length] ?? '',
        ...(n === 7 ? { codes: ['KHM'] } : {}),
        data: { ...letter, type: n % 4 === 0 ? 'AL' : 'UA', corrects: eventId(n - 2), sums: [{ _sd: ['x'], n }] },
      })),
    );
    const source = {
      all: () => Readable.from(events) as AsyncIterable<RecordedEvent>,
      at: (index: number) => Promise.resolve(events[index] as RecordedEvent),
    };
    const files: [string, string][] = [];
    for (const { name, pieces } of await longViewFiles('KHM', source)) {
      let text = '';
      for await (const piece of pieces) text += piece;
      files.push([name, text]);
    }
    expect(files).toEqual([...viewFiles('KHM', events)]);
    expect(files[0]?.[1]).toContain('correctedBy');
  });

  it('are these bytes for ever, in version 1', () => {
    const events = recorded(
      {
        stream: letterStream,
        type: 'LetterSent',
        data: { type: 'AL', documents: [{ bytes: 1, file: 'ab', _sd: ['x'] }] },
      },
      { type: 'KeyAdded', stream: 'ledger-keys' },
    );
    const common = '"on":"2025-03-10","position":0,';
    const common2 = '"stream":"communication-KHM-1-2025","time":"2025-03-11T09:00:00.000Z","type":"LetterSent"';
    expect(Object.fromEntries(viewFiles('KHM', events))).toEqual({
      'views/timeline.1.json': `{"code":"KHM","entries":[{"event":"${eventId(0)}","fields":{"documents":[{"_sd":["[sealed]"],"bytes":1,"file":"ab"}],"type":"AL"},${common}"reference":"AL KHM 1/2025",${common2},"version":1}],"version":1,"view":"timeline"}`,
      'views/audit-trail.1.json': `{"code":"KHM","entries":[{"by":{"ps":"AAAAAAAAAAAAAAAAAAAAAA","role":"mandate_clerk"},"event":"${eventId(0)}",${common}"revision":0,${common2},"ver":1}],"version":1,"view":"audit-trail"}`,
    });
  });
});
