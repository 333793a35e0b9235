import { describe, expect, it } from '@jest/globals';
import { LedgerError } from '#libs/ledger';
import { FixedClock, freshDatabase, MemorySigner, sampleDraft, sampleId } from '#libs/testing';
import type { Command } from './command.js';
import type { EventStore } from './event-store.js';
import { openPostgresEventStore } from './postgres-event-store.js';
import { Writer } from './writer.js';

const signer = new MemorySigner();
const clock = new FixedClock();

/** Records one event in a stream, once for its id. */
const once = (id: string, stream: string): Command => ({
  ids: [id],
  streams: [stream],
  decide: (view) => [view.known(id) ?? sampleDraft(view, stream, id)],
});

describe('many writers on one ledger', () => {
  it('leave no gap and show a follower every event once, while 32 of them write', async () => {
    const url = await freshDatabase('writer');
    const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgresEventStore(url)));
    const writers = Array.from({ length: 32 }, (_, n) => new Writer(stores[n % 4] as EventStore, { signer, clock }));
    const reader = await openPostgresEventStore(url);
    const stop = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const page of reader.follow(0, stop.signal)) {
        seen.push(...page.map(({ position, id }) => `${position} ${id}`));
        if (seen.length >= 32 * 10) stop.abort();
      }
    })();
    const acknowledged = await Promise.all(
      writers.flatMap((writer, w) =>
        Array.from({ length: 10 }, (_, n) => writer.write(once(sampleId(`w${w} ${n}`), `handling-w${w}`))),
      ),
    );
    await following;
    const expected = acknowledged.flat().sort((a, b) => a.position - b.position);
    expect(expected.map(({ position }) => position)).toEqual(expected.map((_, index) => index));
    expect(seen).toEqual(expected.map(({ position, id }) => `${position} ${id}`));
    await Promise.all([...stores, reader].map((store) => store.close()));
  });

  it('refuse nothing on the strength of what they remember when another one has written since', async () => {
    const url = await freshDatabase('writer');
    const stores = await Promise.all([openPostgresEventStore(url), openPostgresEventStore(url)]);
    const [first, second] = stores.map((store) => new Writer(store, { signer, clock })) as [Writer, Writer];
    const reply = (id: string): Command => ({
      ids: [id],
      streams: ['communication-KHM-1-2025'],
      decide: (view) => {
        if (view.events('communication-KHM-1-2025').length === 0) throw new LedgerError('LETTER_NOT_SENT');
        return [sampleDraft(view, 'communication-KHM-1-2025', id)];
      },
    });
    await expect(second.write(reply(sampleId('early')))).rejects.toMatchObject({ code: 'LETTER_NOT_SENT' });
    await first.write(once(sampleId('letter'), 'communication-KHM-1-2025'));
    expect((await second.write(reply(sampleId('late'))))[0]?.revision).toBe(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('have one winner for each revision when 64 of them decide on one stream', async () => {
    const url = await freshDatabase('writer');
    const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgresEventStore(url)));
    const letterOnce = (n: number): Command => ({
      ids: [],
      streams: ['communication-KHM-1-2025'],
      decide: (view) => {
        if (view.events('communication-KHM-1-2025').length > 0) throw new LedgerError('LETTER_ALREADY_SENT');
        return [sampleDraft(view, 'communication-KHM-1-2025', sampleId(`winner ${n}`))];
      },
    });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 64 }, (_, n) =>
        new Writer(stores[n % 4] as EventStore, { signer, clock }).write(letterOnce(n)),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'LETTER_ALREADY_SENT' });
    }
    expect(await stores[0]?.readStream('communication-KHM-1-2025', 0, 10)).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
  });
});
