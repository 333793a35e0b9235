import { openPostgresEventStore, Writer } from '#libs/event-store';
import { Clock } from '#libs/ledger';
import { MemorySigner, sampleDraft, sampleId } from './samples.js';

/**
 * A process that records without pause until it is asked to end, and says what was acknowledged: a line `caller n position` each. It is run
 * by `node writer-process.js ADDRESS NAME n n n …`: a caller for each number, who goes on from it. What a caller was not told was recorded
 * he sends again, under the same id. Its clock jumps to and fro by less than the ledger tolerates.
 */
class JumpingClock extends Clock {
  override now(): number {
    return Date.now() + Math.round((Math.random() - 0.5) * 4000);
  }
}

const [, , url = '', name = '', ...starts] = process.argv;
let running = true;
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => (running = false));

const store = await openPostgresEventStore(url, { as: 'writer' });
const writer = new Writer(store, { signer: new MemorySigner(), clock: new JumpingClock(), patience: 1000 });

async function call(caller: number, from: number): Promise<void> {
  for (let n = from; running;) {
    const [id, stream] = [sampleId(`${name} ${caller} ${n}`), `handling-${name}_${caller}`];
    const command = { ids: [id], streams: [stream] };
    try {
      const [entry] = await writer.write({
        ...command,
        decide: (view) => [view.known(id) ?? sampleDraft(view, stream, id)],
      });
      process.stdout.write(`${caller} ${n} ${entry?.position}\n`);
      n += 1;
    } catch (error) {
      process.stderr.write(`${name}: ${(error as Error).message}\n`);
    }
  }
}

await Promise.all(starts.map((from, caller) => call(caller, Number(from))));
await writer.close();
await store.close();
