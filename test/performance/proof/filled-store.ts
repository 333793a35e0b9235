import postgres from 'postgres';
import { foundedLedger } from '../founded-ledger.js';
import type { Server } from '../store/server.js';

/** A ledger of so many events, most of them made by the server: their leaves cost what any leaf costs, their signatures are noise. */
export async function filledStore(server: Server, events: number): Promise<string> {
  const { events: url, kid, size } = await foundedLedger(server);
  await fill(url, size, events, kid);
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
