import { compareWithGuard, type EventStore, type Guard, pageSize } from '#libs/event-store';
import { ciphertextsFit } from '#libs/keyring';
import type { LedgerError } from '#libs/ledger';

/** Ciphertexts that are not those a statement commits to. */
interface StrangeCiphertexts {
  readonly code: 'CIPHERTEXTS';
  readonly position: number;
  readonly detail: string;
}

/** What an operator can find out about the event store that nobody outside can: bundles and mirrors hold no ciphertext. */
export interface Examination {
  /** `GUARD_MISSING` or `GUARD_MISMATCH`; `undefined` when the store holds what the guard remembers. */
  readonly guard: LedgerError | undefined;
  readonly ciphertexts: readonly StrangeCiphertexts[];
}

/** Holds the store against its guard, and the ciphertexts of every event against the `ct` of its statement. */
export async function examine(store: EventStore, guard: Guard): Promise<Examination> {
  const complaint = await compareWithGuard(store, guard);
  const ciphertexts: StrangeCiphertexts[] = [];
  let next = 0;
  for (let page = await store.read(next, pageSize); page.length > 0; page = await store.read(next, pageSize)) {
    for (const entry of page) if (!ciphertextsFit(entry)) ciphertexts.push(strange(entry.position));
    next = (page.at(-1)?.position ?? next) + 1;
  }
  return { guard: complaint, ciphertexts };
}

const strange = (position: number): StrangeCiphertexts => ({
  code: 'CIPHERTEXTS',
  position,
  detail: 'its ciphertexts are not those signed',
});
