import { LedgerError, type RecordedEvent } from '#libs/ledger';

import type { Facts } from './recorder.js';

/** What was looked up outside the streams of a command, at a size of the ledger, and which events recorded since make it old. */
export interface LookedUp {
  readonly size: number;
  readonly isOldBy: (event: RecordedEvent) => boolean;
}

/** What a decision rests on beside its streams is old by now: it is looked up again. Who still meets it has come at a bad moment. */
class Outdated extends LedgerError {
  constructor() {
    super('STORE_UNAVAILABLE', 'what this rests on changes faster than it can be looked up');
  }
}

/** Throws `Outdated` when anything recorded since the look-up makes it old, or nobody can tell. */
export function refuseOld(lookedUp: readonly LookedUp[], facts: Pick<Facts, 'since'>): void {
  for (const { size, isOldBy } of lookedUp) {
    const since = facts.since(size);
    if (since === undefined || since.some(isOldBy)) throw new Outdated();
  }
}

/** How often something is looked up again before the caller is told to come back. */
const tries = 50;

/** Attempts again, when the index has taken in everything recorded by then, for as long as what was looked up was old. */
export async function untilFresh<T>(index: { upToDate(): Promise<void> }, attempt: () => Promise<T>): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Outdated) || n === tries) throw error;
    }
    await index.upToDate();
  }
}
