#!/usr/bin/env node
/**
 * A writer as a process of its own, to be killed: `node writing-process.js '{"url":"…","name":"one","from":[0,0]}'`. Each caller records
 * its events 0, 1, 2, … in a stream of its own, and says `<caller> <event> <position>` when one is acknowledged.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { openEventStore, Writer } from '#libs/event-store';
import { LedgerError } from '#libs/ledger';
import { FixedClock } from './fixed.js';
import { MemorySigner, sampleDraft, sampleId } from './samples.js';

interface Task {
  readonly url: string;
  readonly indexUrl: string;
  readonly name: string;
  /** The event each caller begins with: the first that was not acknowledged to whoever was here before. */
  readonly from: readonly number[];
}

/** Milliseconds between an acknowledgement and the next command. */
const thinking = 40;

const { url, indexUrl, name, from } = JSON.parse(process.argv[2] ?? '{}') as Task;
const store = await opened();
const writer = new Writer(store, { signer: new MemorySigner(), clock: new FixedClock('2025-03-01T00:00:00Z') });

async function opened(): ReturnType<typeof openEventStore> {
  for (;;) {
    try {
      return await openEventStore(url, { indexUrl });
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      process.stderr.write(`not opened: ${String(error)}\n`);
    }
  }
}

async function record(caller: number, event: number): Promise<number> {
  const [id, stream] = [sampleId(`${name} ${caller} ${event}`), `handling-${name}_${caller}`];
  for (;;) {
    try {
      const [entry] = await writer.write({
        ids: [id],
        streams: [stream],
        decide: (view) => [view.known(id) ?? sampleDraft(view, stream, id)],
      });
      return entry?.position ?? -1;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      process.stderr.write(`${caller} ${event} not recorded: ${String(error)}\n`);
    }
  }
}

const isUnavailable = (error: unknown): boolean => error instanceof LedgerError && error.code === 'STORE_UNAVAILABLE';

await Promise.all(
  from.map(async (first, caller) => {
    for (let event = first; ; event++) {
      const position = await record(caller, event);
      process.stdout.write(`${caller} ${event} ${position}\n`);
      // As callers do; a writer that never rests leaves no gap for another one.
      await pause(thinking);
    }
  }),
);
