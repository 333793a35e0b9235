import type { Sql } from 'postgres';
import { LedgerError } from '#libs/ledger';
import type { Connections } from '#libs/postgres';
import type { AppendOutcome, Entry } from './event-store.js';
import { demandServer, type Terms } from './postgres-server.js';

/** How long a failed append counts against the store; after that the next one shows whether it still does, in milliseconds. */
const remembered = 10_000;

/**
 * What every append passes. After the connection was lost, whoever answers at the address may be the same server without fsync, or another
 * one that never heard of what was acknowledged here; so it is looked at again before anything more is recorded there.
 */
export class AppendGate {
  // Doubted from the beginning, because an address with several servers may lead to another one than was looked at before.
  #doubts = 1;
  /** How many doubts there were when the server was looked at last and found good. */
  #settled = 0;
  #looking: Promise<void> | undefined;
  /** The last entry acknowledged here. */
  #last: { readonly position: number; readonly id: string } | undefined;
  #failure: { readonly message: string; readonly at: number } | undefined;

  constructor(private readonly terms: Terms) {}

  /** Has the server looked at again before the next append. */
  doubt(): void {
    this.#doubts += 1;
  }

  /** Why the last append failed, if that was a moment ago. */
  get complaint(): string | undefined {
    const failure = this.#failure;
    return failure && performance.now() - failure.at < remembered ? failure.message : undefined;
  }

  /** Asks for an append, in the order of the calls. Throws STORE_UNSAFE when the server has lost its trust. */
  async through(
    connections: Connections,
    entries: readonly Entry[],
    append: (sql: Sql) => PromiseLike<AppendOutcome>,
  ): Promise<AppendOutcome> {
    if (this.terms.as === 'reader') throw new LedgerError('INTERNAL', 'this store was opened to read');
    try {
      // Again when the connection was lost while we looked: the append goes to no server that was not looked at.
      while (this.#settled < this.#doubts) await (this.#looking ??= this.#lookAgain(connections));
      const outcome = await connections.ask(append);
      this.#failure = undefined;
      const last = entries.at(-1);
      if (outcome === 'done' && last !== undefined) this.#last = { position: last.position, id: last.id };
      return outcome;
    } catch (error) {
      const { code, message } = error as LedgerError;
      if (code !== 'INTERNAL') this.#failure = { message, at: performance.now() };
      throw error;
    }
  }

  async #lookAgain(connections: Connections): Promise<void> {
    const doubts = this.#doubts;
    try {
      await connections.ask(async (sql) => {
        await demandServer(sql, this.terms);
        await this.#demandLast(sql);
      });
      this.#settled = doubts;
    } finally {
      this.#looking = undefined;
    }
  }

  async #demandLast(sql: Sql): Promise<void> {
    if (this.#last === undefined) return;
    const { position, id } = this.#last;
    const [row] = await sql`SELECT id FROM event WHERE position = ${position}`;
    if (row?.['id'] !== id)
      throw new LedgerError('STORE_UNSAFE', `what was acknowledged at position ${position} is no longer there`);
  }
}
