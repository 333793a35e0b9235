import type { Sql } from 'postgres';
import { LedgerError } from '#libs/ledger';
import { codeOf } from './postgres-errors.js';

const eventColumns = [
  'position bigint',
  'stream text',
  'revision integer',
  'id uuid',
  'payload bytea',
  'kid text',
  'signature bytea',
  'boxes bytea',
  'disclosures bytea',
  'req bytea',
];

const nets = ['event_id', 'event_position', 'event_revision'];

const catalogueQuery = `
  SELECT c.relpersistence AS persistence,
    (SELECT string_agg(a.attname || ' ' || a.atttypid::regtype, ',' ORDER BY a.attnum) FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    (SELECT string_agg(i.relname, ',' ORDER BY i.relname) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
      WHERE x.indrelid = c.oid AND x.indisunique AND x.indisvalid AND x.indimmediate) AS nets
  FROM pg_class c WHERE c.oid = 'event'::regclass`;

const contentQuery = `
  SELECT (SELECT count(*) FROM head) AS heads, (SELECT max(size) FROM head) AS size,
    (SELECT coalesce(max(position), -1) + 1 FROM event) AS next`;

/**
 * Throws STORE_FOREIGN when tables that bear our version are not as this software makes and leaves them, and STORE_UNSAFE when the server
 * would empty them after a crash.
 */
export async function demandShape(sql: Pick<Sql, 'unsafe'>): Promise<void> {
  const [table] = await sql.unsafe(catalogueQuery).catch((error: unknown) => {
    throw codeOf(error) === '42P01' ? foreign('its table event is missing') : error;
  });
  if (table?.['persistence'] !== 'p')
    throw new LedgerError('STORE_UNSAFE', 'its table event is unlogged; set it logged');
  if (String(table['columns']) !== eventColumns.join()) throw foreign('its table event has other columns');
  if (String(table['nets']) !== nets.join()) throw foreign('its table event has lost one of its unique indexes');
  const [content] = await sql.unsafe(contentQuery).catch((error: unknown) => {
    throw codeOf(error) === '42P01' ? foreign('its table head is missing') : error;
  });
  const [heads, size, next] = ['heads', 'size', 'next'].map((name) => Number(content?.[name]));
  if (heads !== 1 || size !== next) throw foreign(`its head does not agree with its ${next} entries`);
}

const foreign = (reason: string): LedgerError => new LedgerError('STORE_FOREIGN', reason);
