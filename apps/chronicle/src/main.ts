import { openPostgresEventStore } from '#libs/event-store';
import { authenticatorOf, bootstrap, readConfig, runUntilAsked, SystemClock } from '#libs/service';

import { ChronicleConfig } from './chronicle.config.js';
import { chronicleModule } from './open-chronicle.js';

await runUntilAsked('chronicle', async () => {
  const config = readConfig(ChronicleConfig, process.env);
  const store = await openPostgresEventStore(config.eventStoreUrl, { as: 'reader' });
  const { follower, module } = await chronicleModule({ store, viewsUrl: config.viewsUrl, clock: new SystemClock() });
  const readiness = [
    { name: 'event store', check: () => store.lacks() },
    { name: 'views', check: () => follower.lacks() },
  ];
  const service = await bootstrap(
    { modules: [module], authenticator: await authenticatorOf(config), readiness },
    config,
  );
  return { service, closables: [store] };
});
