import type { Sql } from 'postgres';
import { LedgerError } from '#libs/ledger';
import type { Line } from './postgres-line.js';
import { storeError } from './postgres-errors.js';

/**
 * Questions to a server, each with a time limit of ours: a server that hangs, or is gone without a word, refuses nothing and ends nothing.
 * Whoever waited too long is told STORE_UNAVAILABLE; the connections are given up for new ones, and what was asked on them may still happen.
 */
export class Connections {
  #line: Line;
  #closed = false;

  constructor(
    private readonly open: () => Line,
    /** In milliseconds. */
    private readonly answerWithin: number,
  ) {
    this.#line = open();
  }

  /** Throws INTERNAL when the server refused the statement itself, else STORE_UNAVAILABLE. */
  async ask<T>(query: (sql: Sql) => PromiseLike<T>): Promise<T> {
    if (this.#closed) throw new LedgerError('STORE_UNAVAILABLE', 'it has been closed');
    const line = this.#line;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new LedgerError('STORE_UNAVAILABLE', `no answer came within ${this.answerWithin} ms`));
        this.#giveUp(line);
      }, this.answerWithin);
    });
    try {
      return await Promise.race([query(line.sql), late]);
    } catch (error) {
      throw storeError(error);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#line.end();
  }

  #giveUp(line: Line): void {
    if (line !== this.#line || this.#closed) return;
    this.#line = this.open();
    void line.cut();
  }
}
