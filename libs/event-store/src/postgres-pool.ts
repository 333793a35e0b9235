import type { Sql } from 'postgres';
import { LedgerError } from '#libs/ledger';
import { storeError } from './postgres-errors.js';

/**
 * Connections to a database that are given up for new ones when one has failed. The driver (3.4) never sends anything again on a connection
 * that broke while something small waited to be sent: each attempt on it ends in CONNECT_TIMEOUT, for as long as the process lives.
 */
export class PostgresPool {
  #sql: Sql;
  #closed = false;

  constructor(private readonly connect: () => Sql) {
    this.#sql = connect();
  }

  /** Throws INTERNAL when the server refused the statement itself, else STORE_UNAVAILABLE. */
  async ask<T>(question: (sql: Sql) => PromiseLike<T>): Promise<T> {
    if (this.#closed) throw new LedgerError('STORE_UNAVAILABLE', 'it has been closed');
    const sql = this.#sql;
    try {
      return await question(sql);
    } catch (error) {
      const known = storeError(error);
      if (known.code === 'STORE_UNAVAILABLE') this.#giveUp(sql);
      throw known;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#sql.end({ timeout: 5 });
  }

  /** What else was asked on it may still be answered. */
  #giveUp(sql: Sql): void {
    if (sql !== this.#sql || this.#closed) return;
    this.#sql = this.connect();
    void sql.end({ timeout: 5 }).catch(() => undefined);
  }
}
