import type { Sql } from 'postgres';

import { type ErrorCode, LedgerError } from '#libs/ledger';
import { Connections } from '#libs/postgres';

/** Whoever makes a key holds this lock shared, whoever replaces the key-encryption key alone, so that no key is wrapped under a doomed one. */
const lock = 0x1ed6e7;

const overtaken: readonly ErrorCode[] = ['KEY_ENCRYPTION_KEY_MISSING', 'SEAL_BROKEN'];

type Work<T> = (sql: Sql) => Promise<T>;

/** The connections to the key store's database; every error of the driver comes out as ours, without the values it carries. */
export class KeyStoreDatabase {
  private readonly connections: Connections;

  constructor(url: string) {
    const settings = { application_name: 'ledger-key-store' };
    this.connections = new Connections(url, {
      ...{ max: 4, settings },
      answerWithin: 10_000,
      errorOf: keyStoreError,
    });
  }

  read<T>(query: (sql: Sql) => PromiseLike<T>): Promise<T> {
    return this.connections.ask(query);
  }

  /**
   * Reads and unwraps keys. A shredding may destroy the key-encryption key between the two: it is then missing, or noise for the moment
   * between its overwriting and its removal. The row has moved to a newer one; what is broken for good is so at second sight too.
   */
  async readKeys<T>(read: (sql: Sql) => Promise<T>): Promise<T> {
    try {
      return await this.read(read);
    } catch (error) {
      if (!(error instanceof LedgerError) || !overtaken.includes(error.code)) throw error;
      return this.read(read);
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
    return this.connections.close();
  }

  private transaction<T>(takeLock: Work<unknown>, work: Work<T>): Promise<T> {
    return this.connections.transaction(async (sql) => {
      await takeLock(sql);
      return work(sql);
    });
  }
}

/** The driver's error is not kept as the cause: it carries the parameters. Classes 22, 23 and 42 are our own mistakes. */
function keyStoreError(error: unknown): Error {
  const { code } = error as { readonly code?: unknown };
  if (error instanceof LedgerError || typeof code !== 'string') return error as Error;
  if (/^(22|23|42)...$/.test(code)) return new LedgerError('INTERNAL', `the key store refused a statement (${code})`);
  return new LedgerError('KEY_STORE_UNAVAILABLE', code);
}
