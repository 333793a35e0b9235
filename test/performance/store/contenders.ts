import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Missing } from '../result.js';
import { emmettInstalled, emmettVersion, openEmmett } from './emmett.js';
import { LeafList } from './leaf-list.js';
import { openLedgerStore } from './ledger-store.js';
import { messageDbVersion, openMessageDb } from './message-db.js';
import { openRawInserts } from './raw-inserts.js';
import { SealedDrafts } from './sealed-drafts.js';
import type { Server } from './server.js';
import type { StoreContender, Use } from './store-contender.js';

interface Competitor {
  /** Opens it in a database of its own; to be read, for so many events. */
  open(server: Server, use: Use, events: number): Promise<StoreContender>;
  /** Why it cannot be measured here, in one sentence. */
  missing?(): string | undefined;
  version?(): Readonly<Record<string, string>>;
}

/** Every variant of the suite, in the order of the table. */
const competitors: Readonly<Record<string, Competitor>> = {
  raw: { open: async (server, use) => openRawInserts(await server.database(`raw-${use}`), use) },
  emmett: {
    open: async (server, use) => openEmmett(await server.database(`emmett-${use}`)),
    missing: () => (emmettInstalled() ? undefined : 'it states no licence and is installed with --install only'),
    version: () => ({ 'emmett-postgresql': emmettVersion() }),
  },
  'message-db': {
    open: async (server, use) => openMessageDb(await server.database(`message-db-${use}`)),
    version: () => ({ 'message-db': messageDbVersion() }),
  },
  kurrentdb: {
    open: () => Promise.reject(new Error('there is no adapter for KurrentDB')),
    missing: () => (process.env['KURRENTDB_URL'] ? 'there is no adapter for it' : 'KURRENTDB_URL is not set'),
  },
  unsigned: { open: (server, use, events) => openLedger(server, { use, events, sign: false, seal: false }) },
  signed: { open: (server, use, events) => openLedger(server, { use, events, sign: true, seal: false }) },
  sealed: { open: (server, use, events) => openLedger(server, { use, events, sign: true, seal: true }) },
};

interface LedgerWish {
  readonly use: Use;
  readonly events: number;
  readonly sign: boolean;
  readonly seal: boolean;
}

async function openLedger(server: Server, { use, events, sign, seal }: LedgerWish): Promise<StoreContender> {
  const { folder } = server;
  const keys = `keys-${use}`;
  const sealed = seal ? await SealedDrafts.open(await server.database(keys), join(folder, keys)) : undefined;
  const leaves = use === 'read' ? new LeafList(events) : undefined;
  const options = { folder, sign, ...(sealed && { sealed }), ...(leaves && { leaves }) };
  return openLedgerStore(await server.database(`ledger-${use}`), options);
}

export const variants = Object.keys(competitors);

const competitor = (variant: string): Competitor => {
  const found = competitors[variant];
  if (found === undefined) throw new Error(`there is no variant ${variant}`);
  return found;
};

/** Those of the variants that cannot be measured here, with the reason. */
export const missingOf = (wanted: readonly string[]): Missing[] =>
  wanted.flatMap((variant) => {
    const reason = competitor(variant).missing?.();
    return reason === undefined ? [] : [{ variant, reason }];
  });

export const versionsOf = (measured: readonly string[]): Record<string, string> =>
  Object.assign({}, ...measured.map((variant) => competitor(variant).version?.() ?? {})) as Record<string, string>;

export type Opened = { readonly variant: string; readonly store: StoreContender };

/** Opens the variants for one use, does something with them and closes them, whatever became of it. */
export async function withContenders<T>(
  server: Server,
  { measured, use, events }: { readonly measured: readonly string[]; readonly use: Use; readonly events: number },
  action: (opened: readonly Opened[]) => Promise<T>,
): Promise<T> {
  const opened: Opened[] = [];
  try {
    for (const variant of measured)
      opened.push({ variant, store: await competitor(variant).open(server, use, events) });
    return await action(opened);
  } finally {
    await closeAll(opened);
  }
}

/** Waits no longer than ten seconds: after a failure a connection may never close, and the failure must still be told. */
async function closeAll(opened: readonly Opened[]): Promise<void> {
  const enough = new AbortController();
  const closed = Promise.allSettled(opened.map(({ store }) => store.close())).then(() => enough.abort());
  await Promise.race([closed, pause(10_000, undefined, { signal: enough.signal }).catch(() => undefined)]);
}
