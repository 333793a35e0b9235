import postgres from 'postgres';
import { signedCheckpoint, guardIn } from '#apps/notary';
import { foundTheLedger, provenKey } from '#apps/registry';
import { openPostgresEventStore } from '#libs/event-store';
import { MerkleTree } from '#libs/integrity';
import { Identifiers, KeyFileSigner, openKeyStore, SystemEntropy } from '#libs/keyring';
import { SystemClock } from '#libs/service';
import { join } from 'node:path';
import type { Server } from '../store/server.js';

export const origin = 'bench.example/ledger';

/** A ledger of so many events, most of them made by the server: their leaves cost what any leaf costs, their signatures are noise. */
export async function filledStore(server: Server, events: number): Promise<string> {
  const [url, keys] = [await server.database('ledger'), await server.database('keys')];
  const [clock, entropy, home] = [new SystemClock(), new SystemEntropy(), server.folder];
  const store = await openPostgresEventStore(url);
  const keyStore = await openKeyStore({ url: keys, keyEncryptionKeys: join(home, 'kek'), entropy });
  const issuer = await KeyFileSigner.open(join(home, 'keys', 'issuer.jwk'), entropy);
  const log = await KeyFileSigner.open(join(home, 'keys', 'log.jwk'), entropy);
  const identifiers = await Identifiers.from(keyStore);
  await foundTheLedger({ store, clock, identifiers, issuer, log: await provenKey(log, origin, 'log'), origin });
  await guardIn(home).write(await signedCheckpoint({ origin, size: 0, root: new MerkleTree().root() }, [log]));
  const size = await store.size();
  await store.close();
  await keyStore.close();
  await fill(url, size, events, issuer.kid);
  return url;
}

const atOnce = 50_000;

async function fill(url: string, size: number, events: number, kid: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  for (let from = size; from < events; from += atOnce) {
    const to = Math.min(events, from + atOnce) - 1;
    process.stderr.write(`recording up to event ${to + 1} of ${events}\n`);
    await sql.unsafe(
      `INSERT INTO event (position, stream, revision, id, payload, kid, signature)
       SELECT n, 'handling-bench_' || n, 0, gen_random_uuid(), substring(noise.bytes FROM 1 + (n % 1000)::int FOR 1024),
         '${kid}', sha512(n::text::bytea)
       FROM generate_series(${from}, ${to}) AS n,
         (SELECT string_agg(sha256(i::text::bytea), ''::bytea) AS bytes FROM generate_series(1, 64) AS i OFFSET 0) AS noise`,
    );
  }
  await sql.unsafe(`UPDATE head SET size = ${Math.max(size, events)}`);
  await sql.unsafe('VACUUM ANALYZE event');
  await sql.end();
}
