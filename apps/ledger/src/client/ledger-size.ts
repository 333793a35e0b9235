import type { LedgerClient } from './ledger-client.js';

interface Page {
  readonly statements: readonly unknown[];
  readonly next: number | null;
}

/** How many events the ledger holds now: what the last checkpoint covers, and what was recorded since. For staff and auditors. */
export async function ledgerSize(client: LedgerClient): Promise<number> {
  const checkpoint = await client.text('/checkpoint');
  let size = Number(checkpoint.split('\n')[1]);
  for (;;) {
    const page = await client.json<Page>(`/v1/events?from=${size}`);
    size += page.statements.length;
    if (page.next === null) return size;
  }
}

/** Whether what a write was answered with stood in the ledger before, of which this was the size; unknown, it is taken for new. */
export const stoodBefore = (events: readonly { readonly position: number }[], size: number | undefined): boolean =>
  size !== undefined && events.length > 0 && events.every(({ position }) => position < size);
