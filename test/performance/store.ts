import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { createDatabase, type Entry, openPostgresEventStore, startEmbeddedPostgres, Writer } from '#libs/event-store';
import { compactJwt, type Ed25519Jwk, encodePayload, leafHash, Signer, thumbprint } from '#libs/integrity';
import { Clock } from '#libs/ledger';
import { compare, type Contender, type Effort, type Row } from './measure.js';

/** Ten events a stream, one after the other: every tenth command meets a stream the writer has not loaded. */
const streamOf = (n: number): string => `handling-bench_${Math.floor(n / 10)}`;

const text = randomBytes(1024).toString('base64url');

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

/** The same without the work of signing, to see what the signature costs. */
class NoSignature extends KeyInMemory {
  readonly #none = new Uint8Array(64);

  override sign(): Promise<Uint8Array> {
    return Promise.resolve(this.#none);
  }
}

/** A statement's payload of 1 KiB, encoded as the registry does it. */
const payloadOf = (id: string, stream: string, place: { revision: number; time: string }): Uint8Array =>
  encodePayload({
    iss: 'ledger.test/bench',
    jti: id,
    sub: stream,
    rev: place.revision,
    typ: 'CaseAssigned',
    ver: 1,
    time: place.time,
    by: { role: 'clock' },
    data: { on: place.time.slice(0, 10), note: text.slice(0, 791) },
  });

/** A plain insert of one row in one statement, as a program without a ledger would do it. */
async function raw(url: string): Promise<Contender & { end: () => Promise<void> }> {
  const sql = postgres(url, { max: 32, fetch_types: false, onnotice: () => undefined });
  await sql`CREATE TABLE raw (position bigserial PRIMARY KEY, stream text NOT NULL, payload bytea NOT NULL)`;
  const payload = payloadOf(randomUUID(), 'handling-bench', { revision: 0, time: new Date().toISOString() });
  const run = (n: number): Promise<unknown> =>
    sql`INSERT INTO raw (stream, payload) VALUES (${streamOf(n)}, ${payload}) RETURNING position`.execute();
  return { variant: 'raw', run, end: () => sql.end() };
}

async function ours(url: string, variant: 'unsigned' | 'signed'): Promise<Contender & { end: () => Promise<void> }> {
  const store = await openPostgresEventStore(url);
  const signer = variant === 'signed' ? new KeyInMemory() : new NoSignature();
  const writer = new Writer(store, { signer, clock: new SystemClock() });
  const run = async (n: number): Promise<void> => {
    const [id, stream] = [randomUUID(), streamOf(n)];
    const entries = await writer.write({
      ids: [id],
      streams: [stream],
      decide: (view) => {
        const known = view.known(id);
        if (known !== undefined) return [known];
        return [
          { stream, id, payload: payloadOf(id, stream, { revision: view.nextRevision(stream), time: view.time }) },
        ];
      },
    });
    if (variant === 'signed') entries.forEach(leafOf);
  };
  return { variant, run, end: () => store.close() };
}

const leafOf = ({ kid, payload, signature }: Entry): Uint8Array => leafHash(compactJwt(kid, payload, signature));

/** The store suite: events of 1 KiB, PostgreSQL at `POSTGRES_URL` or embedded, fsync and synchronous commit on. */
export async function storeSuite(effort: Effort, cases: readonly number[]): Promise<{ rows: Row[]; server: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  chmodSync(folder, 0o711);
  const given = process.env['POSTGRES_URL'];
  const server = given === undefined ? await startEmbeddedPostgres(folder) : undefined;
  const database = async (name: string): Promise<string> => {
    if (server) return server.url(name);
    const [url, fresh] = [new URL(given ?? ''), `${name}_${Date.now()}`];
    await createDatabase(url.href, fresh);
    url.pathname = `/${fresh}`;
    return url.href;
  };
  const contenders = [
    await raw(await database('raw')),
    await ours(await database('unsigned'), 'unsigned'),
    await ours(await database('signed'), 'signed'),
  ];
  const rows: Row[] = [];
  for (const callers of cases) rows.push(...(await compare(`append.${callers}`, callers, contenders, effort)));
  const [version] = await (async () => {
    const sql = postgres(await database('raw'), { max: 1 });
    return sql`SHOW server_version`.finally(() => sql.end());
  })();
  for (const contender of contenders) await contender.end();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
  return { rows, server: String(version?.['server_version']) };
}
