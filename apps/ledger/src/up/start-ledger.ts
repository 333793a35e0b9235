import { join } from 'node:path';

import { chronicleModule } from '#apps/chronicle';
import { exchangeModule, kafkaSettings } from '#apps/exchange';
import { notaryModule, signedCheckpoint } from '#apps/notary';
import { reportingModule } from '#apps/reporting';
import { foundTheLedger, LedgerIdentity, provenKey, registryModule } from '#apps/registry';
import { agencyEntitlements } from '#libs/domain';
import { DirectoryDocumentStore, PublicArchive, StagedLinks } from '#libs/documents';
import { compareWithGuard, type EventStore, Guard, openEventStore } from '#libs/event-store';
import { MerkleTree } from '#libs/integrity';
import { Identifiers, IntakeKeyFolder, KeyFileSigner, type KeyStore, openKeyStore, SystemEntropy } from '#libs/keyring';
import type { Clock } from '#libs/ledger';
import {
  type Authenticator,
  authenticatorOf,
  bootstrap,
  clockFrom,
  metricsRegistry,
  refuseOpenDevelopment,
  type ReadinessCheck,
  type RunningService,
} from '#libs/service';

import { exchangeSecret } from './exchange-secret.js';
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
  const guard = new Guard(join(config.home, 'guard', 'checkpoint'));
  const clock = clockFrom(config.testClock);
  await foundWhenEmpty({ store, guard, clock, config, ...keys });
  const { refusal } = await compareWithGuard(store, guard);
  const identity = await LedgerIdentity.read(store, config.origin, refusal);
  identity.refuseOtherClock(config.testClock);
  const service = await serve({ config, stores, guard, clock, identity, authenticator, databases, ...keys });
  opened.push(service);
  return { url: service.url, origin: identity.origin, home: config.home, stop: () => closeAll(opened) };
}

/** Each service's own way to the event store, with no more rights than its work needs. */
interface Stores {
  readonly registry: EventStore;
  readonly notary: EventStore;
  readonly chronicle: EventStore;
  readonly reporting: EventStore;
  readonly exchange: EventStore;
}

/** The writer's first: it makes the tables that the others read. */
async function openStores({ eventStoreUrl, eventIndexUrl }: Databases, opened: Closable[]): Promise<Stores> {
  const open = async (as: 'writer' | 'reader'): Promise<EventStore> => {
    const store = await openEventStore(eventStoreUrl, { as, indexUrl: eventIndexUrl });
    opened.push(store);
    return store;
  };
  const registry = await open('writer');
  const reader = (): Promise<EventStore> => open('reader');
  const [notary, chronicle] = [await reader(), await reader()];
  return { registry, notary, chronicle, reporting: await reader(), exchange: await reader() };
}

interface Services extends Omit<Founding, 'store'> {
  readonly stores: Stores;
  readonly identity: LedgerIdentity;
  readonly authenticator: Authenticator;
  readonly databases: Databases;
}

/** Mounts the services in one server; they find one another at the address that is known once it listens. */
async function serve(services: Services): Promise<RunningService> {
  const { config, stores, guard, clock, identity, authenticator, databases, log } = services;
  const address = { url: '' };
  // First, because the others begin to work at once and its database may not be there.
  const { viewsUrl } = databases;
  const { module: chronicle, follower } = await chronicleModule({ store: stores.chronicle, viewsUrl, clock });
  const metrics = metricsRegistry();
  const secret = config.exchangeSecret ?? (await exchangeSecret(config.home, new SystemEntropy()));
  const meeting = { url: () => address.url, secret };
  const { module: exchange, receiving } = await exchangeOf(services, metrics, meeting);
  const registry = await registryOf(services, meeting);
  const { origin, genesis } = identity;
  const { notary, module: proofs } = await notaryModule({ store: stores.notary, signer: log, guard, origin, genesis });
  const { module: reports, history } = await reportingModule({ store: stores.reporting });
  const readiness = [
    { name: 'event store', check: () => stores.registry.lacks() },
    ready('notary', () => notary.complaint),
    { name: 'views', check: () => follower.lacks() },
    { name: 'reports', check: () => history.lacks() },
    ready('submissions', () => receiving.alarm),
  ];
  const modules = [registry, proofs, chronicle, reports, exchange];
  const service = await bootstrap({ modules, authenticator, readiness, metrics }, config);
  address.url = service.url;
  return service;
}

/** Where the services answer, and what registry and exchange know one another by. */
interface Meeting {
  readonly url: () => string;
  readonly secret: string;
}

function exchangeOf(
  { config, stores, clock, databases }: Services,
  metrics: ReturnType<typeof metricsRegistry>,
  { url, secret }: Meeting,
): ReturnType<typeof exchangeModule> {
  return exchangeModule({
    ...{ store: stores.exchange, clock, metrics, kafka: kafkaSettings(config), progressUrl: databases.exchangeUrl },
    ...{ entitlements: agencyEntitlements, incoming: { registryUrl: url, secret, topics: 'make' } },
  });
}

function registryOf(
  { config, stores, clock, identity, issuer, keyStore }: Services,
  { url, secret }: Meeting,
): ReturnType<typeof registryModule> {
  const entropy = new SystemEntropy();
  const at = (folder: string): string => join(config.home, folder);
  return registryModule({
    ...{ store: stores.registry, keyStore, issuer, identity, clock, entropy, notaryUrl: url, reportingUrl: url },
    documents: new DirectoryDocumentStore(at('documents'), entropy),
    intakeKeys: new IntakeKeyFolder(at('keys/intake'), entropy),
    exchangeSecret: secret,
    archive: new PublicArchive(at('public')),
    staged: new StagedLinks(at('staged')),
  });
}

const ready = (name: string, complaint: () => string | undefined): ReadinessCheck => ({
  name,
  check: () => Promise.resolve(complaint()),
});

interface Keys {
  readonly issuer: KeyFileSigner;
  readonly log: KeyFileSigner;
  readonly keyStore: KeyStore;
}

async function openKeys(home: string, keyStoreUrl: string): Promise<Keys> {
  const entropy = new SystemEntropy();
  const issuer = await KeyFileSigner.open(join(home, 'keys', 'issuer.jwk'), entropy);
  const log = await KeyFileSigner.open(join(home, 'keys', 'log.jwk'), entropy);
  const keyStore = await openKeyStore({ url: keyStoreUrl, keyEncryptionKeys: join(home, 'keys', 'kek'), entropy });
  return { issuer, log, keyStore };
}

interface Founding extends Keys {
  readonly store: EventStore;
  readonly guard: Guard;
  readonly clock: Clock;
  readonly config: UpConfig;
}

/** The guard is written first, so that a founded ledger without one is always suspicious. */
async function foundWhenEmpty({ store, guard, clock, config, issuer, log, keyStore }: Founding): Promise<void> {
  if ((await store.size()) > 0) return;
  const kid = issuer.kid.slice(0, 16);
  // Only the default's own form may hold capital letters (design page 7.1).
  const standing = config.testClock === undefined ? `ledger.local/${kid}` : `ledger.test/${kid.toLowerCase()}`;
  const origin = config.origin ?? standing;
  if ((await guard.read()) === undefined)
    await guard.write(await signedCheckpoint({ origin, tree: new MerkleTree(), size: 0, signer: log }));
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
