import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { LedgerError } from '#libs/ledger';
import { refused } from './kurrentdb-address.js';
import { isAnswer } from './kurrentdb-errors.js';

/** A client, not yet connected. Throws CONFIGURATION when the client does not understand the address. */
export function clientOf(connection: string): KurrentDBClient {
  try {
    return KurrentDBClient.connectionString(connection);
  } catch {
    // Not kept as a cause: it quotes the address.
    throw refused('the client of KurrentDB does not understand the address');
  }
}

/**
 * Calls with a time limit, on a client that is given up for a new one when it has failed. It would keep a connection it could not make, or a
 * question about the server that was never answered, as the answer to everything that follows.
 */
export class KurrentConnection {
  #client: KurrentDBClient | undefined;
  #closed = false;

  constructor(
    private readonly address: string,
    /** In milliseconds. */
    private readonly answerWithin: number,
  ) {}

  /** Throws what the client throws, or STORE_UNAVAILABLE after the time limit; the call may then still take effect. */
  async call<T>(work: (client: KurrentDBClient) => Promise<T>): Promise<T> {
    if (this.#closed) throw new LedgerError('STORE_UNAVAILABLE', 'it has been closed');
    const client = (this.#client ??= clientOf(this.address));
    try {
      return await within(this.answerWithin, work(client));
    } catch (error) {
      if (!isAnswer(error)) this.#giveUp(client);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client?.dispose();
  }

  #giveUp(client: KurrentDBClient): void {
    if (client !== this.#client) return;
    this.#client = undefined;
    void client.dispose().catch(() => undefined);
  }
}

/** The client has moments in which it forgets a call without answering it. */
function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void =>
      reject(new LedgerError('STORE_UNAVAILABLE', `KurrentDB gave no answer within ${milliseconds} ms`));
    const timer = setTimeout(late, milliseconds);
    void work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
