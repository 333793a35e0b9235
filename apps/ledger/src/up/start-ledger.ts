import { join } from 'node:path';

import { chronicleModule } from '#apps/chronicle';
import { guardIn, type OpenedNotary, openNotary, signedCheckpoint } from '#apps/notary';
import { foundTheLedger, LedgerIdentity, provenKey, registryModule } from '#apps/registry';
import { DirectoryDocumentStore, PublicArchive, StagedLinks } from '#libs/documents';
import { compareWithGuard, type EventStore, type Guard, openEventStore } from '#libs/event-store';
import { MerkleTree } from '#libs/integrity';
import { heldSigners, Identifiers, KeyFileSigner, type KeyStore, openKeyStore, SystemEntropy } from '#libs/keyring';
import type { Clock } from '#libs/ledger';
import {
  type Authenticator,
  authenticatorOf,
  bootstrap,
  clockFrom,
  refuseOpenDevelopment,
  type RunningService,
} from '#libs/service';

import { type Databases, openDatabases } from './databases.js';
import { prepareHome } from './home-folder.js';
import { holdHome } from './home-lock.js';
import type { UpConfig } from './up.config.js';

/** All services of a ledger in this process. */
export interface RunningLedger {
  readonly url: string;
  readonly origin: string;
  readonly home: string;
  /** Ends the services, then the embedded database; everything acknowledged is durable already. */
  stop(): Promise<void>;
}

/** Starts everything on the configured or embedded services, founding the ledger when its store is empty. */
export async function startLedger(config: UpConfig): Promise<RunningLedger> {
  config.home = await prepareHome(config.home);
  const release = await holdHome(config.home);
  const opened: Closable[] = [{ close: release }];
  try {
    return await startOn(opened, config);
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

/** What it opens it adds to `opened`, so that a start which fails leaves nothing behind that keeps the process alive. */
async function startOn(opened: Closable[], config: UpConfig): Promise<RunningLedger> {
  const authenticator = await authenticatorOf(config);
  refuseOpenDevelopment(authenticator, config.host);
  const databases = await openDatabases(config);
  opened.push(databases);
  const keys = await openKeys(config.home, databases.keyStoreUrl);
  opened.push(keys.keyStore);
  const stores = await openStores(databases, opened);
  const store = stores.registry;
  const guard = guardIn(config.home);
  const clock = clockFrom(config.testClock);
  await foundWhenEmpty({ store, guard, clock, config, ...keys });
  const standing = await LedgerIdentity.read(store, config.origin);
  standing.refuseOtherClock(config.testClock);
  const proofs = await openProofs(config, stores.notary, standing);
  // The notary has asked the witnesses, too: where it may not sign, nothing is recorded either.
  const refusal = (await compareWithGuard(store, guard)) ?? proofs.notary.objection;
  const identity = await LedgerIdentity.read(store, config.origin, refusal);
  const { viewsUrl } = databases;
  const service = await serve({ config, stores, clock, identity, authenticator, viewsUrl, proofs, ...keys });
  opened.push(service);
  return { url: service.url, origin: identity.origin, home: config.home, stop: () => closeAll(opened) };
}

/** Each service's own way to the event store, with no more rights than its work needs. */
interface Stores {
  readonly registry: EventStore;
  readonly notary: EventStore;
  readonly chronicle: EventStore;
}

/** The writer's first: it makes the tables that the others read. */
async function openStores({ eventStoreUrl, eventIndexUrl }: Databases, opened: Closable[]): Promise<Stores> {
  const open = async (as: 'writer' | 'reader'): Promise<EventStore> => {
    const store = await openEventStore(eventStoreUrl, { as, indexUrl: eventIndexUrl });
    opened.push(store);
    return store;
  };
  return { registry: await open('writer'), notary: await open('reader'), chronicle: await open('reader') };
}

interface Services extends Omit<Founding, 'store' | 'guard'> {
  readonly stores: Stores;
  readonly identity: LedgerIdentity;
  readonly authenticator: Authenticator;
  readonly viewsUrl: string;
  readonly proofs: OpenedNotary;
}

function openProofs(config: UpConfig, store: EventStore, { origin, genesis }: LedgerIdentity): Promise<OpenedNotary> {
  const { home, witnessPolicy } = config;
  const keys = () => heldSigners(join(home, 'keys'), 'log', new SystemEntropy());
  return openNotary({ store, home, witnessPolicy, origin, genesis, keys });
}

/** Mounts the services in one server; the registry finds the notary at the address that is known once it listens. */
async function serve({
  config,
  stores,
  clock,
  identity,
  authenticator,
  viewsUrl,
  proofs,
  keyStore,
}: Services): Promise<RunningService> {
  const entropy = new SystemEntropy();
  const at = (folder: string): string => join(config.home, folder);
  const address = { url: '' };
  // First, because the others begin to work at once and its database may not be there.
  const { module: chronicle, follower } = await chronicleModule({ store: stores.chronicle, viewsUrl, clock });
  const registry = await registryModule({
    ...{ store: stores.registry, keyStore, identity, clock, entropy, notaryUrl: () => address.url },
    issuers: () => heldSigners(at('keys'), 'issuer', entropy),
    documents: new DirectoryDocumentStore(at('documents'), entropy),
    archive: new PublicArchive(at('public')),
    staged: new StagedLinks(at('staged')),
  });
  const readiness = [
    { name: 'event store', check: () => stores.registry.lacks() },
    { name: 'notary', check: () => Promise.resolve(proofs.notary.complaint) },
    { name: 'views', check: () => follower.lacks() },
  ];
  const modules = [registry, proofs.module, chronicle];
  const service = await bootstrap({ modules, authenticator, readiness }, config);
  address.url = service.url;
  return service;
}

interface Keys {
  readonly keyStore: KeyStore;
}

async function openKeys(home: string, keyStoreUrl: string): Promise<Keys> {
  const entropy = new SystemEntropy();
  const keyStore = await openKeyStore({ url: keyStoreUrl, keyEncryptionKeys: join(home, 'keys', 'kek'), entropy });
  return { keyStore };
}

interface Founding extends Keys {
  readonly store: EventStore;
  readonly guard: Guard;
  readonly clock: Clock;
  readonly config: UpConfig;
}

/** The guard is written first, so that a founded ledger without one is always suspicious. */
async function foundWhenEmpty({ store, guard, clock, config, keyStore }: Founding): Promise<void> {
  if ((await store.size()) > 0) return;
  const own = (file: string): Promise<KeyFileSigner> =>
    KeyFileSigner.open(join(config.home, 'keys', file), new SystemEntropy());
  const issuer = await own('issuer.jwk');
  const kid = issuer.kid.slice(0, 16);
  // Only the default's own form may hold capital letters (design page 7.1).
  const standing = config.testClock === undefined ? `ledger.local/${kid}` : `ledger.test/${kid.toLowerCase()}`;
  const origin = config.origin ?? standing;
  const log = await own('log.jwk');
  if ((await guard.read()) === undefined)
    await guard.write(await signedCheckpoint({ origin, size: 0, root: new MerkleTree().root() }, [log]));
  const proven = await provenKey(log, origin, 'log');
  const identifiers = await Identifiers.from(keyStore);
  await foundTheLedger({ store, clock, identifiers, issuer, log: proven, origin });
}

interface Closable {
  close(): Promise<void>;
}

/** Last opened, first closed. */
async function closeAll(opened: readonly Closable[]): Promise<void> {
  for (const one of opened.toReversed()) await one.close();
}
