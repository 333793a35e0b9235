import postgres, { type Sql, type TransactionSql } from 'postgres';

import { LedgerError } from '#libs/ledger';

/** Whoever makes a key holds this lock shared, whoever replaces the key-encryption key alone, so that no key is wrapped under a doomed one. */
const lock = 0x1ed6e7;

type Work<T> = (sql: TransactionSql) => Promise<T>;

/** The connections to the key store's database; every error of the driver comes out as ours, without the values it carries. */
export class KeyStoreDatabase {
  private readonly sql: Sql;

  constructor(url: string) {
    this.sql = postgres(url, { max: 4, connect_timeout: 5, onnotice: () => undefined });
  }

  async read<T>(query: (sql: Sql) => Promise<T>): Promise<T> {
    try {
      return await query(this.sql);
    } catch (error) {
      throw keyStoreError(error);
    }
  }

  /** One transaction, beside others of its kind. */
  together<T>(work: Work<T>): Promise<T> {
    return this.transaction((sql) => sql`SELECT pg_advisory_xact_lock_shared(${lock})`, work);
  }

  /** One transaction, with nobody else making or replacing keys in any process. */
  alone<T>(work: Work<T>): Promise<T> {
    return this.transaction((sql) => sql`SELECT pg_advisory_xact_lock(${lock})`, work);
  }

  close(): Promise<void> {
    return this.sql.end({ timeout: 5 });
  }

  private transaction<T>(takeLock: Work<unknown>, work: Work<T>): Promise<T> {
    return this.read(async (sql) => {
      let result: { readonly value: T } | undefined;
      await sql.begin(async (transaction) => {
        await takeLock(transaction);
        result = { value: await work(transaction) };
      });
      if (result === undefined) throw new LedgerError('INTERNAL', 'a transaction gave no result');
      return result.value;
    });
  }
}

/** The driver's error is not kept as the cause: it carries the parameters. Classes 22, 23 and 42 are our own mistakes. */
function keyStoreError(error: unknown): unknown {
  const { code } = error as { readonly code?: unknown };
  if (error instanceof LedgerError || typeof code !== 'string') return error;
  if (/^(22|23|42)...$/.test(code)) return new LedgerError('INTERNAL', `the key store refused a statement (${code})`);
  return new LedgerError('KEY_STORE_UNAVAILABLE', code);
}
