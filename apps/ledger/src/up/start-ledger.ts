import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { chronicleModule } from '#apps/chronicle';
import { notaryModule, signedCheckpoint } from '#apps/notary';
import { foundTheLedger, LedgerIdentity, provenKey, registryModule } from '#apps/registry';
import { DirectoryDocumentStore, PublicArchive, StagedLinks } from '#libs/documents';
import { compareWithGuard, type EventStore, Guard, openEventStore } from '#libs/event-store';
import { MerkleTree } from '#libs/integrity';
import { Identifiers, KeyFileSigner, type KeyStore, openKeyStore, SystemEntropy } from '#libs/keyring';
import type { Clock } from '#libs/ledger';
import { authenticatorOf, bootstrap, clockFrom, type RunningService } from '#libs/service';

import { type Databases, openDatabases } from './databases.js';
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
  await prepareHome(config.home);
  const databases = await openDatabases(config);
  try {
    return await startOn(databases, config);
  } catch (error) {
    await databases.close();
    throw error;
  }
}

async function startOn(databases: Databases, config: UpConfig): Promise<RunningLedger> {
  const keys = await openKeys(config.home, databases.keyStoreUrl);
  const store = await openEventStore(databases.eventStoreUrl, { indexUrl: databases.eventIndexUrl });
  const guard = new Guard(join(config.home, 'guard', 'checkpoint'));
  const clock = clockFrom(config.testClock);
  await foundWhenEmpty({ store, guard, clock, config, ...keys });
  const { refusal } = await compareWithGuard(store, guard);
  const identity = await LedgerIdentity.read(store, config.origin, refusal);
  identity.refuseOtherClock(config.testClock);
  const service = await serve({ config, store, guard, clock, identity, viewsUrl: databases.viewsUrl, ...keys });
  const { url } = service;
  return {
    url,
    origin: identity.origin,
    home: config.home,
    stop: () => stopAll(service, [store, keys.keyStore], databases),
  };
}

interface Services extends Founding {
  readonly identity: LedgerIdentity;
  readonly viewsUrl: string;
}

/** Mounts the services in one server; the registry finds the notary at the address that is known once it listens. */
async function serve({
  config,
  store,
  guard,
  clock,
  identity,
  viewsUrl,
  issuer,
  log,
  keyStore,
}: Services): Promise<RunningService> {
  const entropy = new SystemEntropy();
  const at = (folder: string): string => join(config.home, folder);
  const address = { url: '' };
  const registry = await registryModule({
    ...{ store, keyStore, issuer, identity, clock, entropy, notaryUrl: () => address.url },
    documents: new DirectoryDocumentStore(at('documents'), entropy),
    archive: new PublicArchive(at('public')),
    staged: new StagedLinks(at('staged')),
  });
  const { origin, genesis } = identity;
  const { notary, module: proofs } = await notaryModule({ store, signer: log, guard, origin, genesis });
  const { module: chronicle, follower } = await chronicleModule({ store, viewsUrl, clock });
  const readiness = [
    { name: 'notary', check: () => Promise.resolve(notary.complaint) },
    { name: 'views', check: () => follower.lacks() },
  ];
  const modules = [registry, proofs, chronicle];
  const service = await bootstrap({ modules, authenticator: await authenticatorOf(config), readiness }, config);
  address.url = service.url;
  return service;
}

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

/** The database's own user must be able to pass through the folder; what is secret in it is readable for its owner only. */
async function prepareHome(home: string): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o711 });
  await chmod(home, 0o711);
  await writeFile(join(home, 'README.txt'), homeText);
}

const homeText =
  'Everything of one allegation ledger: keys, guard, documents and the embedded database. Lose it and the ledger is lost.\n';

interface Closable {
  close(): Promise<void>;
}

async function stopAll(service: RunningService, stores: readonly Closable[], databases: Databases): Promise<void> {
  await service.close();
  for (const store of stores) await store.close();
  await databases.close();
}
