import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LedgerError } from '#libs/ledger';
import { FixedClock, freshDatabase, MemorySigner, sampleDraft, sampleId } from '#libs/testing';
import { publicKeyBytes, recordedEvent, signingInput, verifyEd25519 } from '#libs/integrity';
import type { Command, Draft, View } from './command.js';
import { type AppendOutcome, type Entry, EventStore } from './event-store.js';
import { openPostgresEventStore } from './postgres-event-store.js';
import { Writer } from './writer.js';

const signer = new MemorySigner();
const clock = new FixedClock();

/** Records one event in a stream, once for its id. */
const once = (id: string, stream: string, note = ''): Command => ({
  ids: [id],
  streams: [stream],
  decide: (view) => [view.known(id) ?? sampleDraft(view, stream, id, note)],
});

/** The view as it is, but for the ids that it knows. */
const knowingNothing = (view: View): View => Object.assign(Object.create(view) as View, { known: () => undefined });

const fresh = async (): Promise<{ url: string; store: EventStore; writer: Writer }> => {
  const url = await freshDatabase('writer');
  const store = await openPostgresEventStore(url);
  return { url, store, writer: new Writer(store, { signer, clock }) };
};

describe('one writer', () => {
  let url: string;
  let store: EventStore;
  let writer: Writer;
  beforeAll(async () => ({ url, store, writer } = await fresh()));
  afterAll(() => store.close());

  it('records exactly the bytes that were decided and signs what binds them to their place', async () => {
    const [entry] = await writer.write(once(sampleId('bytes'), 'handling-bytes', 'Ωμέγα 🕊'));
    const [stored] = await store.find([sampleId('bytes')]);
    expect(stored && Buffer.from(stored.payload).toString()).toBe(entry && Buffer.from(entry.payload).toString());
    expect(stored?.kid).toBe(signer.kid);
    const input = signingInput(signer.kid, stored?.payload ?? new Uint8Array(0));
    expect(await verifyEd25519(publicKeyBytes(signer.publicJwk), input, stored?.signature ?? new Uint8Array(0))).toBe(
      true,
    );
  });

  it('makes one event of the same request sent a hundred times at once, and of one sent later', async () => {
    const command = once(sampleId('hundred'), 'handling-hundred');
    const answers = await Promise.all(Array.from({ length: 100 }, () => writer.write(command)));
    expect(new Set(answers.map(([entry]) => entry?.position)).size).toBe(1);
    const [later] = await new Writer(store, { signer, clock }).write(command);
    expect(later?.position).toBe(answers[0]?.[0]?.position);
    expect(await store.readStream('handling-hundred', 0, 10)).toHaveLength(1);
  });

  it('decides against what was decided before it, committed or not', async () => {
    const seen: number[] = [];
    const writes = Array.from({ length: 300 }, (_, n) =>
      writer.write({
        ids: [],
        streams: ['handling-counted'],
        decide: (view) => {
          seen.push(view.events('handling-counted').length);
          return [sampleDraft(view, 'handling-counted', sampleId(`counted ${n}`))];
        },
      }),
    );
    await Promise.all(writes);
    expect(seen).toEqual(Array.from({ length: 300 }, (_, n) => n));
  });

  it('tells what was decided since a size, by whomever and in whatever stream, and when it no longer knows', async () => {
    const since = async (position: number, by = writer) => {
      const seen: (readonly string[] | undefined)[] = [];
      const look = (view: View): Draft[] => {
        seen.push(view.since(position)?.map(({ stream }) => stream));
        return [sampleDraft(view, 'handling-looked', sampleId(`looked ${view.size}`))];
      };
      await by.write({ ids: [], streams: ['handling-looked'], decide: look });
      return seen.at(-1);
    };
    const [first] = await writer.write(once(sampleId('since 1'), 'handling-since'));
    const from = first?.position ?? 0;
    expect(await since(from)).toEqual(['handling-since']);
    const other = await openPostgresEventStore(url);
    const second = new Writer(other, { signer, clock });
    expect(await since(from, second)).toBeUndefined();
    await second.write(once(sampleId('since 2'), 'handling-elsewhere'));
    expect(await since(from)).toEqual(['handling-since', 'handling-looked', 'handling-looked', 'handling-elsewhere']);
    expect(await since(from + 5)).toEqual([]);
    await Promise.all(
      Array.from({ length: 1100 }, (_, n) => writer.write(once(sampleId(`since many ${n}`), 'handling-since'))),
    );
    expect(await since(from)).toBeUndefined();
    await second.close();
    await other.close();
  });

  it('lets one refused, thrown or malformed command fail alone', async () => {
    const refusing = (decide: (view: View) => readonly Draft[]): Promise<unknown> =>
      writer.write({ ids: [], streams: ['handling-alone'], decide });
    const misplaced = (view: View): Draft[] => [
      { ...sampleDraft(view, 'handling-alone', sampleId('a')), id: sampleId('b') },
    ];
    const outcomes = await Promise.allSettled([
      writer.write(once(sampleId('alone 1'), 'handling-alone')),
      refusing(() => {
        throw new LedgerError('LETTER_NOT_SENT');
      }),
      refusing(misplaced),
      refusing((view) => [sampleDraft(view, 'handling-alone', sampleId('hundred'))]),
      writer.write({ ids: ['not an id'], streams: [], decide: () => [] }),
      writer.write(once(sampleId('alone 2'), 'handling-alone')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      ...Array<string>(4).fill('rejected'),
      'fulfilled',
    ]);
    expect(outcomes[1]).toMatchObject({ reason: { code: 'LETTER_NOT_SENT' } });
    expect(await store.readStream('handling-alone', 0, 10)).toHaveLength(2);
  });

  it('begins again when another writer was faster, and nothing is lost or doubled', async () => {
    const other = await openPostgresEventStore(url);
    const second = new Writer(other, { signer, clock });
    const before = await store.size();
    const writes = Array.from({ length: 200 }, (_, n) =>
      (n % 2 === 0 ? writer : second).write(once(sampleId(`both ${n}`), `handling-both_${n % 7}`)),
    );
    const entries = (await Promise.all(writes)).flat();
    expect(entries.map(({ position }) => position).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 200 }, (_, n) => before + n),
    );
    await second.close();
    await other.close();
  });

  it('never lets recorded time go backwards, and refuses a clock that is far behind', async () => {
    clock.advance(60_000);
    const [late] = await writer.write(once(sampleId('late'), 'handling-time'));
    clock.advance(-4000);
    const [after] = await writer.write(once(sampleId('after'), 'handling-time'));
    const time = (entry: Entry | undefined): string => (entry ? recordedEvent(entry.position, entry.payload).time : '');
    expect(time(after)).toBe(time(late));
    clock.advance(-2000);
    await expect(writer.write(once(sampleId('behind'), 'handling-time'))).rejects.toMatchObject({
      code: 'CLOCK_BEHIND',
    });
    expect(await writer.write(once(sampleId('late'), 'handling-time'))).toEqual([late]);
    clock.advance(6000);
  });

  it('fails the command whose statement cannot be signed, and only that', async () => {
    const failing = Object.assign(new MemorySigner(), {
      kid: signer.kid,
      sign: async (bytes: Uint8Array) => {
        const payload = Buffer.from(Buffer.from(bytes).toString().split('.')[1] ?? '', 'base64url').toString();
        return payload.includes(sampleId('sign 2')) ? Promise.reject(new LedgerError('INTERNAL')) : signer.sign(bytes);
      },
    });
    const signing = new Writer(store, { signer: failing, clock });
    const results = await Promise.allSettled(
      [1, 2, 3].map((n) => signing.write(once(sampleId(`sign ${n}`), 'handling-sign'))),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await store.readStream('handling-sign', 0, 10)).map(({ id }) => id)).toEqual([
      sampleId('sign 1'),
      sampleId('sign 3'),
    ]);
  });

  it('keeps batches of more than 256 events apart, and finishes what it accepted before it closes', async () => {
    const closing = new Writer(store, { signer, clock });
    const writes = Array.from({ length: 700 }, (_, n) =>
      closing.write(once(sampleId(`many ${n}`), `handling-many_${n}`)),
    );
    await closing.close();
    expect((await Promise.all(writes)).flat()).toHaveLength(700);
    await expect(closing.write(once(sampleId('closed'), 'handling-closed'))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });

  it('answers a repeated command with what was recorded, although deciding it anew would refuse it', async () => {
    const id = sampleId('sent once');
    const command: Command = {
      ids: [id],
      streams: ['handling-sent_once'],
      decide: (view) => {
        const known = view.known(id);
        if (known !== undefined) return [known];
        if (view.events('handling-sent_once').length > 0) throw new LedgerError('LETTER_ALREADY_SENT');
        return [sampleDraft(view, 'handling-sent_once', id)];
      },
    };
    const [first] = await writer.write(command);
    const later = new Writer(store, { signer, clock });
    for (const writing of [writer, later, later])
      expect((await writing.write(command))[0]?.position).toBe(first?.position);
    await expect(
      later.write({ ...command, ids: [], decide: (view) => command.decide(knowingNothing(view)) }),
    ).rejects.toMatchObject({ code: 'LETTER_ALREADY_SENT' });
    expect(await store.readStream('handling-sent_once', 0, 10)).toHaveLength(1);
  });

  it('records a repeated command once although nobody in memory remembers it, and those beside it too', async () => {
    const before = await store.size();
    await writer.write(once(sampleId('forgotten'), 'handling-forgotten'));
    const later = new Writer(store, { signer, clock });
    await later.write(once(sampleId('warm'), 'handling-forgotten'));
    const answers = await Promise.all(
      ['beside 1', 'forgotten', 'beside 2'].map((name) => later.write(once(sampleId(name), 'handling-forgotten'))),
    );
    expect(answers.flat().map(({ id }) => id)).toEqual(['beside 1', 'forgotten', 'beside 2'].map(sampleId));
    expect(await store.size()).toBe(before + 4);
  });

  it('refuses at once when its store has been closed', async () => {
    const { store: gone, writer: writing } = await fresh();
    await gone.close();
    await expect(writing.write(once(sampleId('gone'), 'handling-gone'))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });
});

/** A real store whose connection breaks while an append is under way: the caller cannot know whether it was recorded. */
class BreakingStore extends EventStore {
  breaks: ('before' | 'after')[] = [];

  constructor(private readonly inner: EventStore) {
    super();
  }

  override async append(expectedSize: number, entries: readonly Entry[]): Promise<AppendOutcome> {
    const moment = this.breaks.shift();
    if (moment !== 'before')
      await this.inner.append(expectedSize, entries).then((outcome) => expect(outcome).toBe('done'));
    if (moment !== undefined) throw new LedgerError('STORE_UNAVAILABLE', 'the connection broke');
    return 'done';
  }

  override get closed(): boolean {
    return this.inner.closed;
  }
  override size = (): Promise<number> => this.inner.size();
  override last = (): Promise<Entry | undefined> => this.inner.last();
  override read: EventStore['read'] = (...given) => this.inner.read(...given);
  override readStream: EventStore['readStream'] = (...given) => this.inner.readStream(...given);
  override readStreams: EventStore['readStreams'] = (...given) => this.inner.readStreams(...given);
  override find: EventStore['find'] = (...given) => this.inner.find(...given);
  override follow: EventStore['follow'] = (...given) => this.inner.follow(...given);
  override close = (): Promise<void> => this.inner.close();
}

describe('an append whose answer was lost', () => {
  for (const breaks of [['before'], ['after'], ['before', 'before', 'after']] as const) {
    it(`is recorded exactly once when the connection broke ${breaks.join(', then ')} it was recorded`, async () => {
      const { store } = await fresh();
      const breaking = new BreakingStore(store);
      breaking.breaks = [...breaks];
      const writer = new Writer(breaking, { signer, clock });
      const entries = (
        await Promise.all([1, 2, 3].map((n) => writer.write(once(sampleId(`lost ${n}`), 'handling-lost'))))
      ).flat();
      expect(entries.map(({ revision }) => revision)).toEqual([0, 1, 2]);
      expect(await store.size()).toBe(3);
      expect((await store.read(0, 10)).map(({ signature }) => [...signature])).toEqual(
        entries.map(({ signature }) => [...signature]),
      );
      await store.close();
    });
  }

  it('fails with an error that says so when the store stays away, and succeeds when it is sent again', async () => {
    const { store } = await fresh();
    const breaking = new BreakingStore(store);
    breaking.breaks = Array<'before'>(10).fill('before');
    const writer = new Writer(breaking, { signer, clock, patience: 50 });
    const command = once(sampleId('away'), 'handling-away');
    await expect(writer.write(command)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    breaking.breaks = [];
    expect((await writer.write(command))[0]?.position).toBe(0);
    await store.close();
  });
});
