import { setTimeout as pause } from 'node:timers/promises';

import { type ErrorCode, LedgerError } from '#libs/ledger';

import type { LedgerClient } from '../client/ledger-client.js';

export interface Patience {
  /** How long a ledger that does not answer is waited for, in milliseconds. */
  readonly wait: number;
  /** Ends the waiting at once. */
  readonly signal: AbortSignal;
  /** Connects again: a ledger that was started anew may know nobody any more. */
  readonly connect: () => Promise<LedgerClient>;
}

/** What may pass by itself, such as a ledger that is started again: every write is asked for again under its own Idempotency-Key. */
const passing: readonly ErrorCode[] = [
  'LEDGER_UNREACHABLE',
  'STORE_UNAVAILABLE',
  'VIEWS_UNAVAILABLE',
  'KEY_STORE_UNAVAILABLE',
  'NOTARY_UNAVAILABLE',
  'NOT_READY',
];
/** How often one request is asked for again that the ledger could not complete: it may be this request alone. */
const tries = 5;
const [shortest, longest] = [100, 2000];

/** A ledger that is asked again while it does not answer, for as long as all who ask have had no answer together. */
export class PatientLedger {
  private renewal: Promise<void> | undefined;
  private silentSince: number | undefined;

  constructor(
    private client: LedgerClient,
    private readonly patience: Patience,
  ) {}

  /** The answer; throws what the ledger refuses with, and what it failed with last when the waiting is over. */
  async ask<T>(request: (client: LedgerClient) => Promise<T>): Promise<T> {
    for (let failures = 0, renewals = 0; ; failures++) {
      const { client } = this;
      try {
        const answer = await request(client);
        this.silentSince = undefined;
        return answer;
      } catch (thrown) {
        const error = asLedgerError(thrown);
        const isStale = error.code === 'UNAUTHENTICATED' && renewals++ < 2;
        if (isStale) await this.renew(client);
        else await this.waitAfter(error, failures);
      }
    }
  }

  private renew(stale: LedgerClient): Promise<void> {
    if (this.client !== stale) return Promise.resolve();
    this.renewal ??= this.connectAgain().finally(() => (this.renewal = undefined));
    return this.renewal;
  }

  /** Whoever answers that a token is unknown may be gone again before it gives another one. */
  private async connectAgain(): Promise<void> {
    for (let failures = 0; ; failures++) {
      try {
        this.client = await this.patience.connect();
        return;
      } catch (thrown) {
        await this.waitAfter(asLedgerError(thrown), failures);
      }
    }
  }

  private async waitAfter(error: LedgerError, failures: number): Promise<void> {
    const { wait, signal } = this.patience;
    this.silentSince ??= Date.now();
    const isOver = signal.aborted || Date.now() - this.silentSince > wait;
    const mayPass = passing.includes(error.code) || (error.code === 'INTERNAL' && failures < tries);
    if (isOver || !mayPass) throw error;
    await pause(Math.min(shortest * 2 ** failures, longest), undefined, { signal }).catch(() => undefined);
  }
}

/** An answer that broke off is none: the connection was lost while it was read. */
function asLedgerError(thrown: unknown): LedgerError {
  if (thrown instanceof LedgerError) return thrown;
  const isBroken = thrown instanceof TypeError || thrown instanceof SyntaxError || thrown instanceof DOMException;
  if (!isBroken) throw thrown;
  return new LedgerError('LEDGER_UNREACHABLE', 'it stopped in the middle of an answer', { cause: thrown });
}
