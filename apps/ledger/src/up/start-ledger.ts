import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { chronicleModule } from '#apps/chronicle';
import { exchangeModule, kafkaSettings } from '#apps/exchange';
import { guardIn, type OpenedNotary, openNotary, publicRhythm, signedCheckpoint } from '#apps/notary';
import { reportingModule } from '#apps/reporting';
import { foundTheLedger, LedgerIdentity, provenKey, registryModule } from '#apps/registry';
import { agencyEntitlements } from '#libs/domain';
import { DirectoryDocumentStore, PublicArchive, StagedLinks } from '#libs/documents';
import { compareWithGuard, type EventStore, type Guard, openEventStore } from '#libs/event-store';
import { MerkleTree } from '#libs/integrity';
import {
  heldSigners,
  Identifiers,
  IntakeKeyFolder,
  KeyFileSigner,
  type KeyStore,
  openKeyStore,
  SystemEntropy,
} from '#libs/keyring';
import type { Clock } from '#libs/ledger';
import {
  type Authenticator,
  authenticatorOf,
  bootstrap,
  clockFrom,
  demandPort,
  metricsRegistry,
  refuseOpenDevelopment,
  type ReadinessCheck,
  type RunningService,
} from '#libs/service';

import { exchangeSecret } from './exchange-secret.js';
import { type Databases, openDatabases } from './databases.js';
import { publicLinks } from './public-links.js';
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
  const authenticator = await authenticatorOf(config);
  refuseOpenDevelopment(authenticator, config.host);
  // In a folder that is not there nothing is made in vain; of one that is, it matters more who serves from it.
  if (!existsSync(config.home)) await demandPort(config);
  config.home = await prepareHome(config.home);
  const release = await holdHome(config.home);
  const opened: Closable[] = [{ close: release }];
  try {
    return await startOn(opened, config, authenticator);
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

/** What it opens it adds to `opened`, so that a start which fails leaves nothing behind that keeps the process alive. */
async function startOn(opened: Closable[], config: UpConfig, authenticator: Authenticator): Promise<RunningLedger> {
  await demandPort(config);
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
  const service = await serve({ config, stores, clock, identity, authenticator, databases, proofs, ...keys });
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

interface Services extends Omit<Founding, 'store' | 'guard'> {
  readonly stores: Stores;
  readonly identity: LedgerIdentity;
  readonly authenticator: Authenticator;
  readonly databases: Databases;
  readonly proofs: OpenedNotary;
}

function openProofs(config: UpConfig, store: EventStore, { origin, genesis }: LedgerIdentity): Promise<OpenedNotary> {
  const { home, witnessPolicy, publicCheckpointSeconds } = config;
  const keys = () => heldSigners(join(home, 'keys'), 'log', new SystemEntropy());
  const rhythm = publicRhythm(publicCheckpointSeconds);
  return openNotary({ store, home, witnessPolicy, rhythm, origin, genesis, keys });
}

/** Mounts the services in one server; they find one another at the address that is known once it listens. */
async function serve(services: Services): Promise<RunningService> {
  const { config, stores, clock, authenticator, databases, proofs } = services;
  const address = { url: '' };
  // First, because the others begin to work at once and its database may not be there.
  const { viewsUrl } = databases;
  const { module: chronicle, follower } = await chronicleModule({ store: stores.chronicle, viewsUrl, clock });
  const metrics = metricsRegistry();
  const secret = config.exchangeSecret ?? (await exchangeSecret(config.home, new SystemEntropy()));
  const meeting = { url: () => address.url, secret };
  const { module: exchange, receiving } = await exchangeOf(services, metrics, meeting);
  const registry = await registryOf(services, meeting);
  const { module: reports, history } = await reportingModule({ store: stores.reporting, clock });
  const readiness = [
    { name: 'event store', check: () => stores.registry.lacks() },
    ready('notary', () => proofs.notary.complaint),
    { name: 'views', check: () => follower.lacks() },
    { name: 'reports', check: () => history.lacks() },
    ready('submissions', () => receiving.alarm),
  ];
  const modules = [registry, proofs.module, chronicle, reports, exchange];
  const front = { origin: services.identity.origin, links: () => publicLinks(history.reports()) };
  const service = await bootstrap({ modules, authenticator, readiness, metrics, front }, config);
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
  { config, stores, clock, identity, keyStore }: Services,
  { url, secret }: Meeting,
): ReturnType<typeof registryModule> {
  const entropy = new SystemEntropy();
  const at = (folder: string): string => join(config.home, folder);
  return registryModule({
    ...{ store: stores.registry, keyStore, identity, clock, entropy, notaryUrl: url, reportingUrl: url },
    issuers: () => heldSigners(at('keys'), 'issuer', entropy),
    documents: new DirectoryDocumentStore(at('documents'), entropy),
    intakeKeys: new IntakeKeyFolder(at('keys/intake'), entropy),
    exchangeSecret: secret,
    archive: new PublicArchive(at('public')),
    staged: new StagedLinks(at('staged')),
    readingDays: config.readingDays,
    lateSilenceSeconds: config.lateSilenceSeconds,
    bundles: at('bundles'),
    bundleWaitSeconds: config.bundleWaitSeconds,
  });
}

const ready = (name: string, complaint: () => string | undefined): ReadinessCheck => ({
  name,
  check: () => Promise.resolve(complaint()),
});

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
