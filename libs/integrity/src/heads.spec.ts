import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '#libs/ledger';
import { compareText } from './bytes.js';
import { formatHeadsList, HeadsLedger, headsValue, parseHeadsList } from './heads.js';

type Told = Pick<RecordedEvent, 'stream' | 'type'> & { codes?: readonly string[]; adopts?: readonly string[] };

/** A ledger told in short: positions and revisions follow from the order. */
function ledgerOf(...told: readonly Told[]): HeadsLedger {
  const ledger = new HeadsLedger();
  for (const one of told) ledger.add(eventOf(ledger, one));
  return ledger;
}

const eventOf = (ledger: HeadsLedger, { stream, type, codes = [], adopts }: Told): RecordedEvent => ({
  ...{ position: ledger.size, stream, revision: ledger.head(stream) + 1, type, codes, id: `event ${ledger.size}` },
  ...{ version: 1, time: '2025-05-10T00:00:00.000Z', by: { role: 'clock' } },
  data: { on: '2025-05-10', ...(adopts ? { codes: adopts } : {}) },
});

const founded: Told = { stream: 'ledger-policy', type: 'LedgerFounded', adopts: ['KHM', 'LAO'] };
const keyAdded: Told = { stream: 'ledger-keys', type: 'KeyAdded' };
const sent: Told = { stream: 'communication-KHM-1-2025', type: 'LetterSent', codes: ['KHM'] };
const published: Told = { ...sent, type: 'LetterPublished' };
const withdrawn: Told = { ...sent, type: 'PublicationWithdrawn' };
const issued: Told = { stream: 'press_release-r1', type: 'PressReleaseIssued' };
const linked: Told = { ...issued, type: 'PressReleaseLinked', codes: ['KHM', 'LAO'] };

describe("An addressee's heads", () => {
  it('list every stream of its file with the last revision, also what was recorded before it belonged there', () => {
    const ledger = ledgerOf(founded, keyAdded, sent, issued, linked);
    expect(formatHeadsList(ledger.list('KHM', 'addressee'))).toBe('communication-KHM-1-2025 0\npress_release-r1 1\n');
    expect(formatHeadsList(ledger.list('LAO', 'addressee'))).toBe('press_release-r1 1\n');
    expect([ledger.size, ledger.head('ledger-keys'), ledger.codes]).toEqual([5, 0, ['KHM', 'LAO']]);
  });

  it('are no slower for each code when streams were made up to have every code that could be', () => {
    const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
    const codes = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => `${a}${b}${c}`)));
    const crowded = Array.from({ length: 5 }, (_, n): Told => ({ ...issued, stream: `press_release-r${n}`, codes }));
    const ledger = ledgerOf(founded, ...crowded, ...crowded);
    for (const code of ['AAA', 'ZZZ'])
      expect(headsValue(ledger.list(code, 'public'))).toMatchObject({ streams: 5, events: 10 });
  }, 10_000);

  it('list a letter for the public from its publication on, for ever', () => {
    expect(ledgerOf(founded, sent).list('KHM', 'public').size).toBe(0);
    expect([...ledgerOf(founded, sent, published, withdrawn).list('KHM', 'public')]).toEqual([[sent.stream, 2]]);
  });

  it('never list the ledger itself or a report', () => {
    const report: Told = { stream: 'report-HRC60-joint', type: 'ReportGenerated', codes: ['KHM'] };
    const ledger = ledgerOf({ ...founded, codes: ['KHM'] }, report);
    expect(ledger.list('KHM', 'addressee').size).toBe(0);
  });

  it('know the codes adopted later, and a code without a stream', () => {
    const adopted: Told = { stream: 'ledger-policy', type: 'CodesAdopted', adopts: ['KHM', 'LAO', 'THA'] };
    const ledger = ledgerOf(founded, adopted);
    expect(ledger.codes).toEqual(['KHM', 'LAO', 'THA']);
    expect(headsValue(ledger.list('THA', 'addressee'))).toEqual({
      ...{ events: 0, streams: 0 },
      list: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    });
  });

  it('count entries as the sum of all revisions and their zeroth', () => {
    const list = new Map([
      ['communication-KHM-1-2025', 5],
      ['communication-KHM-2-2025', 0],
    ]);
    expect(headsValue(list)).toMatchObject({ events: 7, streams: 2 });
  });

  it('have the fingerprint of the whole list whenever it is asked for, however the file has grown since', () => {
    const seed = Date.now() % 1_000_000;
    console.log(`seed of the random history: ${seed}`);
    const step = fc.record({
      serial: fc.integer({ min: 1, max: 400 }),
      isPublication: fc.boolean(),
      asks: fc.constantFrom('addressee' as const, 'public' as const, undefined, undefined),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 500, maxLength: 700 }), (steps) => {
        const ledger = ledgerOf(founded);
        const streams = new Map<string, { last: number; published: boolean }>();
        for (const { serial, isPublication, asks } of steps) {
          const stream = `communication-KHM-${serial}-2025`;
          const { last, published } = streams.get(stream) ?? { last: -1, published: false };
          streams.set(stream, { last: last + 1, published: published || isPublication });
          const type = isPublication ? 'LetterPublished' : 'ReplyReceived';
          ledger.add(eventOf(ledger, { stream, type, codes: ['KHM'] }));
          if (asks === undefined) continue;
          const listed = [...streams].filter(([, state]) => asks === 'addressee' || state.published);
          const list = listed.map(([name, state]) => [name, state.last] as const);
          expect(ledger.value('KHM', asks)).toEqual(headsValue(new Map(list)));
          expect([...ledger.list('KHM', asks)]).toEqual(list.sort(([a], [b]) => compareText(a, b)));
        }
      }),
      { seed, numRuns: 3, endOnFailure: true },
    );
  });

  it.each([
    ['a leading zero', 'a-1 00\n'],
    ['two spaces', 'a-1  0\n'],
    ['no last newline', 'a-1 0'],
    ['a carriage return', 'a-1 0\r\n'],
    ['another order', 'b-1 0\na-1 0\n'],
    ['a stream twice', 'a-1 0\na-1 0\n'],
    ['an empty line', 'a-1 0\n\n'],
  ])('are not read from a list with %s', (_, text) => expect(parseHeadsList(text)).toBeUndefined());
});
