import { join } from 'node:path';

import { foundingOf, Guard, openPostgresEventStore } from '#libs/event-store';
import { KeyFileSigner, SystemEntropy } from '#libs/keyring';
import { authenticatorOf, bootstrap, readConfig, runUntilAsked } from '#libs/service';

import { NotaryConfig } from './notary.config.js';
import { notaryModule } from './notary.module.js';

await runUntilAsked('notary', async () => {
  const config = readConfig(NotaryConfig, process.env);
  const store = await openPostgresEventStore(config.eventStoreUrl, { as: 'reader' });
  const signer = await KeyFileSigner.open(join(config.home, 'keys', 'log.jwk'), new SystemEntropy());
  const guard = new Guard(join(config.home, 'guard', 'checkpoint'));
  const { notary, module } = await notaryModule({ store, signer, guard, ...(await foundingOf(store)) });
  const readiness = [
    { name: 'event store', check: () => store.lacks() },
    { name: 'guard', check: () => Promise.resolve(notary.complaint) },
  ];
  const service = await bootstrap(
    { modules: [module], authenticator: await authenticatorOf(config), readiness },
    config,
  );
  return { service, closables: [store] };
});
