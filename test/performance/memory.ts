import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openPostgresEventStore, startEmbeddedPostgres, Writer } from '#libs/event-store';
import { type Ed25519Jwk, encodePayload, Signer, thumbprint } from '#libs/integrity';
import { Clock } from '#libs/ledger';

/**
 * How much this process grows while a million events of 1 KiB go through the writer in batches, and while all are read again by a follower:
 * `node dist/test/performance/memory.js [EVENTS]`. Fails above 64 MiB, counted from the first tenth on, when everything is loaded and warm.
 */
const events = Number(process.argv[2] ?? 1_000_000);
const allowed = 64;
const batch = 256;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What the process holds after everything that is no longer used has been thrown away, in MiB. */
function held(): number {
  collect();
  collect();
  return process.memoryUsage.rss() / 2 ** 20;
}

class SystemClock extends Clock {
  override now(): number {
    return Date.now();
  }
}

class KeyInMemory extends Signer {
  readonly #key = generateKeyPairSync('ed25519').privateKey;
  override readonly publicJwk: Ed25519Jwk = {
    crv: 'Ed25519',
    kty: 'OKP',
    x: this.#key.export({ format: 'jwk' }).x ?? '',
  };
  override readonly kid = thumbprint(this.publicJwk);

  override sign(bytes: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      sign(null, bytes, this.#key, (error, signature) => (error ? reject(error) : resolve(signature)));
    });
  }
}

function idOf(n: number): string {
  const hex = createHash('sha256').update(String(n)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const note = 'x'.repeat(790);

function record(writer: Writer, n: number): Promise<unknown> {
  const [id, stream] = [idOf(n), `handling-memory_${Math.floor(n / 100)}`];
  return writer.write({
    ids: [id],
    streams: [stream],
    decide: (view) => {
      const known = view.known(id);
      if (known !== undefined) return [known];
      const claims = { iss: 'ledger.test/memory', jti: id, sub: stream, rev: view.nextRevision(stream) };
      const data = { on: view.time.slice(0, 10), note };
      const by = { role: 'clock' } as const;
      return [
        { stream, id, payload: encodePayload({ ...claims, typ: 'CaseAssigned', ver: 1, time: view.time, by, data }) },
      ];
    },
  });
}

/** Runs `step` until all events are through; answers with the growth from the first tenth to the end and the most in between, in MiB. */
async function growth(what: string, step: (from: number) => Promise<number>): Promise<number> {
  let [begun, most, done, next] = [0, 0, 0, events / 10];
  const began = performance.now();
  while (done < events) {
    done += await step(done);
    if (done < next && done < events) continue;
    const now = held();
    if (begun === 0) begun = now;
    most = Math.max(most, now);
    next += events / 10;
  }
  const seconds = (performance.now() - began) / 1000;
  const grown = most - begun;
  process.stdout.write(
    `${what}: ${events} events in ${seconds.toFixed(0)} s, ${begun.toFixed(0)} MiB after a tenth, at most ${grown.toFixed(1)} MiB more\n`,
  );
  return grown;
}

const folder = mkdtempSync(join(tmpdir(), 'ledger-memory-'));
chmodSync(folder, 0o711);
const server = await startEmbeddedPostgres(folder, { settings: { max_wal_size: '2GB' } });
const url = await server.url('ledger');
const store = await openPostgresEventStore(url);
const writer = new Writer(store, { signer: new KeyInMemory(), clock: new SystemClock() });

const appended = await growth('append', async (from) => {
  const many = Math.min(batch, events - from);
  await Promise.all(Array.from({ length: many }, (_, n) => record(writer, from + n)));
  return many;
});
const stop = new AbortController();
const pages = store.follow(0, stop.signal)[Symbol.asyncIterator]();
const read = await growth('read', async (from) => {
  const page = await pages.next();
  const entries = page.done === true ? [] : page.value;
  if (entries[0]?.position !== from) process.exitCode = 1;
  return entries.length;
});
stop.abort();
await writer.close();
await store.close();
await server.stop();
rmSync(folder, { recursive: true, force: true });
if (appended > allowed || read > allowed) process.exitCode = 1;
