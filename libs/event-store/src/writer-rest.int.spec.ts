import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { FixedClock, freshDatabase, MemorySigner, sampleDraft, sampleId } from '#libs/testing';
import { openPostgresEventStore } from './postgres-event-store.js';
import { Writer } from './writer.js';

const [callers, history, inAWhile] = [4, 1500, 400];
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

describe('two writers that never rest, on one ledger with long streams', () => {
  it('both get their turn, however often they lose', async () => {
    const url = await freshDatabase('turns');
    const stores = [await openPostgresEventStore(url), await openPostgresEventStore(url)];
    const recorded = [0, 0];
    let running = true;
    const write = async (writer: Writer, name: string, event: number): Promise<void> => {
      const [id, stream] = [sampleId(`${name} ${event}`), `handling-${name}`];
      await writer.write({
        ids: [id],
        streams: [stream],
        decide: (view) => [view.known(id) ?? sampleDraft(view, stream, id)],
      });
    };
    const writers = stores.map((store) => new Writer(store, { signer: new MemorySigner(), clock: new FixedClock() }));
    const names = [...Array(callers).keys()];
    for (const [index, writer] of writers.entries()) {
      const events = names.flatMap((c) =>
        [...Array(history).keys()].map((event) => [`turns_${index}_${c}`, event] as const),
      );
      await Promise.all(events.map(([name, event]) => write(writer, name, event)));
    }
    const working = writers.flatMap((writer, index) =>
      names.map(async (c) => {
        for (let event = history; running; event++) {
          await write(writer, `turns_${index}_${c}`, event);
          recorded[index] = (recorded[index] ?? 0) + 1;
        }
      }),
    );
    // While the other goes on, not only in the end: a command must not wait until nobody else has anything to do. On a busy machine a while is
    // longer, and the writer that recorded last may keep the other out of the first one: none may be without a turn in two on end.
    const shares: number[][] = [];
    for (let n = 0; n < 4; n++) {
      const before = [...recorded];
      do await pause(2000);
      while (sum(recorded) - sum(before) < inAWhile);
      shares.push(recorded.map((count, index) => count - (before[index] ?? 0)));
    }
    running = false;
    await Promise.all(working);
    const inTwo = shares
      .slice(1)
      .flatMap((counts, n) => counts.map((share, index) => share + (shares[n]?.[index] ?? 0)));
    expect(inTwo).toHaveLength(6);
    expect(inTwo.filter((share) => share === 0)).toEqual([]);
    await Promise.all(stores.map((store) => store.close()));
  });
});
