import { join } from 'node:path';

import { DirectoryDocumentStore, PublicArchive, StagedLinks } from '#libs/documents';
import { compareWithGuard, Guard, openEventStore } from '#libs/event-store';
import { heldSigners, IntakeKeyFolder, openKeyStore, SystemEntropy } from '#libs/keyring';
import { authenticatorOf, bootstrap, clockFrom, readConfig, runUntilAsked } from '#libs/service';

import { LedgerIdentity } from './ledger-identity.js';
import { RegistryConfig } from './registry.config.js';
import { registryModule } from './open-registry.js';

await runUntilAsked('registry', async () => {
  const config = readConfig(RegistryConfig, process.env);
  const entropy = new SystemEntropy();
  const keyEncryptionKeys = join(config.home, 'keys', 'kek');
  const keyStore = await openKeyStore({ url: config.keyStoreUrl, keyEncryptionKeys, entropy });
  const store = await openEventStore(config.eventStoreUrl, { as: 'writer', indexUrl: config.eventIndexUrl });
  const refusal = await compareWithGuard(store, new Guard(join(config.home, 'guard', 'checkpoint')));
  const identity = await LedgerIdentity.read(store, config.origin, refusal);
  identity.refuseOtherClock(config.testClock);
  const registry = await registryModule({
    store,
    keyStore,
    documents: new DirectoryDocumentStore(join(config.home, 'documents'), entropy),
    archive: new PublicArchive(join(config.home, 'public')),
    staged: new StagedLinks(join(config.home, 'staged')),
    bundles: join(config.home, 'bundles'),
    bundleWaitSeconds: config.bundleWaitSeconds,
    issuers: () => heldSigners(join(config.home, 'keys'), 'issuer', entropy),
    intakeKeys: new IntakeKeyFolder(join(config.home, 'keys', 'intake'), entropy),
    exchangeSecret: config.exchangeSecret,
    identity,
    clock: clockFrom(config.testClock),
    entropy,
    notaryUrl: () => config.notaryUrl,
    reportingUrl: () => config.reportingUrl,
    readingDays: config.readingDays,
    lateSilenceSeconds: config.lateSilenceSeconds,
  });
  const readiness = [
    { name: 'event store', check: () => store.lacks() },
    { name: 'guard', check: () => Promise.resolve(identity.complaint) },
  ];
  const service = await bootstrap(
    { modules: [registry], authenticator: await authenticatorOf(config), readiness },
    config,
  );
  return { service, closables: [store, keyStore] };
});
