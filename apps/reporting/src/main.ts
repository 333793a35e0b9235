import { openEventStore } from '#libs/event-store';
import { authenticatorOf, bootstrap, clockFrom, readConfig, runUntilAsked } from '#libs/service';

import { reportingModule } from './open-reporting.js';
import { ReportingConfig } from './reporting.config.js';

await runUntilAsked('reporting', async () => {
  const config = readConfig(ReportingConfig, process.env);
  const store = await openEventStore(config.eventStoreUrl, { as: 'reader', indexUrl: config.eventIndexUrl });
  const { history, module } = await reportingModule({ store, clock: clockFrom(undefined) });
  const readiness = [
    { name: 'event store', check: () => store.lacks() },
    { name: 'history', check: () => history.lacks() },
  ];
  const service = await bootstrap(
    { modules: [module], authenticator: await authenticatorOf(config), readiness },
    config,
  );
  return { service, closables: [store] };
});
