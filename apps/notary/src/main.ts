import { join } from 'node:path';

import { foundingOf, openEventStore } from '#libs/event-store';
import { heldSigners, SystemEntropy } from '#libs/keyring';
import { authenticatorOf, bootstrap, readConfig, runUntilAsked } from '#libs/service';

import { NotaryConfig } from './notary.config.js';
import { openNotary } from './open-notary.js';
import { publicRhythm } from './publication.js';

await runUntilAsked('notary', async () => {
  const config = readConfig(NotaryConfig, process.env);
  const { home, witnessPolicy, publicCheckpointSeconds } = config;
  const rhythm = publicRhythm(publicCheckpointSeconds);
  const store = await openEventStore(config.eventStoreUrl, { as: 'reader', indexUrl: config.eventIndexUrl });
  const keys = () => heldSigners(join(home, 'keys'), 'log', new SystemEntropy());
  const founding = await foundingOf(store);
  const { notary, module } = await openNotary({ store, keys, home, witnessPolicy, rhythm, ...founding });
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
