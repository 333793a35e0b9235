import type { Sql } from 'postgres';
import { Line } from './line.js';
import { Sessions } from './sessions.js';

export interface ConnectionsOptions {
  /** Most connections at once for questions, and as many again for transactions. */
  readonly max: number;
  /** Settings of every session. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether arrays are read and written as such; they are not unless told. */
  readonly arrays?: boolean;
  /** How long an answer is waited for, in milliseconds. */
  readonly answerWithin: number;
  /** How long a whole transaction may take, in milliseconds; six times as long as an answer unless told. */
  readonly transactionWithin?: number;
  /** A driver's error, or an object of ours that has a `code` and a `message` like one, as the error of whoever asks. */
  readonly errorOf: (reason: unknown) => Error;
  /** Called when a connection was lost. */
  readonly onLoss?: () => void;
}

const lost = { code: 'CONNECTION_CLOSED', message: 'the connection was lost' };

/**
 * Questions to a PostgreSQL server, each with a time limit of ours: a server that hangs, or is gone without a word, refuses nothing and ends
 * nothing. What was asked on a connection that was given up may still happen. Every error is made by `errorOf`.
 */
export class Connections {
  #line: Line | undefined;
  readonly #sessions: Sessions;
  #closed = false;

  constructor(
    private readonly url: string,
    private readonly options: ConnectionsOptions,
  ) {
    this.#sessions = new Sessions(options.max, () => this.#open(1));
  }

  async ask<T>(query: (sql: Sql) => PromiseLike<T>): Promise<T> {
    this.#refuseClosed();
    const line = (this.#line ??= this.#open(this.options.max));
    return this.#within(line, this.options.answerWithin, () => query(line.sql));
  }

  /** Runs `work` between BEGIN and COMMIT: all of it happens or none. What `work` asks after the connection was lost is refused. */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    this.#refuseClosed();
    const { transactionWithin = 6 * this.options.answerWithin } = this.options;
    return this.#sessions.use((line) =>
      this.#within(line, transactionWithin, async () => {
        await line.sql.unsafe('BEGIN');
        try {
          const result = await work(this.#guarded(line));
          await line.sql.unsafe('COMMIT');
          return result;
        } catch (error) {
          if (!line.lost) await line.sql.unsafe('ROLLBACK').catch(() => line.cut());
          throw error;
        }
      }),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#line?.end(), this.#sessions.close()]);
  }

  #refuseClosed(): void {
    if (this.#closed) throw this.options.errorOf({ code: 'CONNECTION_ENDED', message: 'it has been closed' });
  }

  #open(max: number): Line {
    const { settings = {}, arrays = false, onLoss } = this.options;
    return new Line(this.url, {
      max,
      settings,
      arrays,
      onLoss: (line) => {
        this.#giveUp(line, 'end');
        onLoss?.();
      },
    });
  }

  async #within<T>(line: Line, limit: number, ask: () => PromiseLike<T>): Promise<T> {
    const { errorOf } = this.options;
    let timer: NodeJS.Timeout | undefined;
    let forget = (): void => undefined;
    const failed = new Promise<never>((_, reject) => {
      forget = line.onceEnded(() => reject(errorOf(lost)));
      timer = setTimeout(() => {
        reject(errorOf({ code: 'NO_ANSWER', message: `no answer came within ${limit} ms` }));
        this.#giveUp(line, 'cut');
      }, limit);
    });
    try {
      return await Promise.race([ask(), failed]);
    } catch (error) {
      throw errorOf(error);
    } finally {
      clearTimeout(timer);
      forget();
    }
  }

  #giveUp(line: Line, how: 'end' | 'cut'): void {
    if (this.#line === line) this.#line = undefined;
    void line[how]();
  }

  /** The driver's client, as long as its connection lives: another one would be outside the transaction. */
  #guarded(line: Line): Sql {
    const demandAlive = (): void => {
      if (line.lost) throw this.options.errorOf(lost);
    };
    return new Proxy(line.sql, {
      apply: (target, self, args) => {
        demandAlive();
        return Reflect.apply(target as unknown as (...given: unknown[]) => unknown, self, args);
      },
      get: (target, name) => {
        demandAlive();
        return Reflect.get(target, name) as unknown;
      },
    });
  }
}
