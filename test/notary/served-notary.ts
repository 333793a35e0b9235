import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { guardIn, type Notary, type NotaryParts, openNotary, signedCheckpoint } from '#apps/notary';
import { type EventStore, foundingOf, openEventStore } from '#libs/event-store';
import { MerkleTree, parseSignedCheckpoint, type Signer } from '#libs/integrity';
import { LedgerError, type Role } from '#libs/ledger';
import { bootstrap, DevelopmentIssuer, type RunningService } from '#libs/service';
import { Caller, freshDatabase, type SmallLedger, storedEntries } from '#libs/testing';

/** The store of a small ledger, as the registry would have written it. */
export class StoredLedger {
  private constructor(
    readonly ledger: SmallLedger,
    readonly url: string,
    readonly store: EventStore,
  ) {}

  static async of(ledger: SmallLedger): Promise<StoredLedger> {
    const url = await freshDatabase('notary');
    const stored = new StoredLedger(ledger, url, await openEventStore(url));
    await stored.catchUp();
    return stored;
  }

  /** Records so many events more, of no importance. */
  async grow(count: number): Promise<void> {
    for (let n = 0; n < count; n++)
      await this.ledger.record({ stream: `handling-KHM-${this.ledger.size}-2025`, type: 'CaseAssigned' });
    await this.catchUp();
  }

  /** Stores what was recorded in the small ledger meanwhile. */
  async catchUp(): Promise<void> {
    const size = await this.store.size();
    const entries = storedEntries(this.ledger, size);
    for (let at = 0; at < entries.length; at += 500) await this.store.append(size + at, entries.slice(at, at + 500));
  }
}

export interface Wishes {
  readonly home?: string;
  readonly keys?: () => Promise<readonly Signer[]>;
  /** Text of a tlog-policy file. */
  readonly policy?: string;
  readonly rhythm?: NotaryParts['rhythm'];
  /** Another store than the ledger's own. */
  readonly url?: string;
}

/** A folder with the guard as founding a ledger leaves it. */
async function foundedHome({ origin, log }: SmallLedger): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'ledger-notary-'));
  await guardIn(home).write(await signedCheckpoint({ origin, size: 0, root: new MerkleTree().root() }, [log]));
  return home;
}

/** A notary that serves over HTTP. */
export class ServedNotary {
  private constructor(
    readonly home: string,
    readonly notary: Notary,
    private readonly service: RunningService,
    private readonly store: EventStore,
  ) {}

  static async start({ ledger, url: own }: StoredLedger, wishes: Wishes = {}): Promise<ServedNotary> {
    const home = wishes.home ?? (await foundedHome(ledger));
    const witnessPolicy = wishes.policy === undefined ? undefined : join(home, 'policy.txt');
    if (witnessPolicy !== undefined) writeFileSync(witnessPolicy, wishes.policy ?? '');
    const store = await openEventStore(wishes.url ?? own, { as: 'reader' });
    const keys = wishes.keys ?? (() => Promise.resolve([ledger.log]));
    const parts = { store, keys, home, witnessPolicy, ...(await foundingOf(store)) };
    const { notary, module } = await openNotary({ ...parts, ...(wishes.rhythm && { rhythm: wishes.rhythm }) });
    const composition = { modules: [module], authenticator: await DevelopmentIssuer.create(), readiness: [] };
    const service = await bootstrap(composition, { host: '127.0.0.1', port: 0, logLevel: 'silent' });
    return new ServedNotary(home, notary, service, store);
  }

  get everyone(): Caller {
    return new Caller(this.service.url);
  }

  get url(): string {
    return this.service.url;
  }

  async as(role: Role): Promise<Caller> {
    const { json } = await this.everyone.post('/dev/tokens', { subject: 'somebody', roles: [role] });
    return new Caller(this.service.url, (json as { token: string }).token);
  }

  async stop(): Promise<void> {
    await this.service.close();
    await this.store.close();
  }
}

/** Asks until the checkpoint that this caller gets has the size; its note. */
export async function checkpointOf(caller: Caller, size: number): Promise<string> {
  return insist(async () => {
    const { status, text } = await caller.get('/checkpoint');
    return status === 200 && parseSignedCheckpoint(text)?.checkpoint.size === size ? text : undefined;
  });
}

/** Asks again until there is an answer; gives up after 20 seconds. */
export async function insist<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const until = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > until) throw new LedgerError('INTERNAL', 'it has not come about in 20 s');
    await pause(50);
  }
}
