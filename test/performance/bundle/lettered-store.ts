import postgres from 'postgres';
import { type FoundedLedger, foundedLedger, origin } from '../founded-ledger.js';
import type { Server } from '../store/server.js';

const atOnce = 50_000;

/**
 * A ledger of so many events, nearly all of them reminders of 1 KiB to one State, ten a letter, made by the server: they can be read, and
 * their signatures are noise.
 */
export async function letteredStore(server: Server, size: number): Promise<FoundedLedger> {
  const ledger = await foundedLedger(server);
  const { events, size: from, kid } = ledger;
  await fill(events, { from, to: size, kid, time: new Date().toISOString() });
  return ledger;
}

interface Filling {
  readonly from: number;
  readonly to: number;
  readonly kid: string;
  readonly time: string;
}

async function fill(url: string, { from, to, kid, time }: Filling): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  for (let first = from; first < to; first += atOnce)
    await sql.unsafe(
      `INSERT INTO event (position, stream, revision, id, payload, kid, signature)
       SELECT n, stream, revision, id, convert_to('{"by":{"role":"clock"},"codes":["KHM"],"data":{"channel":"' || substring(noise.text FROM 1 + (n % 1000)::int FOR 700)
           || '","on":"2025-05-12"},"iss":"${origin}","jti":"' || id || '","rev":' || revision || ',"sub":"' || stream
           || '","time":"${time}","typ":"ReminderSent","ver":1}', 'UTF8'),
         '${kid}', sha512(n::text::bytea)
       FROM (SELECT n, gen_random_uuid() AS id, (n - ${from}) % 10 AS revision, 'communication-KHM-' || 1 + (n - ${from}) / 10 || '-2025' AS stream
             FROM generate_series(${first}, ${Math.min(to, first + atOnce) - 1}) AS n) AS placed,
         (SELECT string_agg(encode(sha256(i::text::bytea), 'hex'), '') AS text FROM generate_series(1, 64) AS i OFFSET 0) AS noise`,
    );
  await sql.unsafe(`UPDATE head SET size = ${to}`);
  await sql.unsafe('VACUUM ANALYZE event');
  await sql.end();
}
