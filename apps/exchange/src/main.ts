import { agencyEntitlements } from '#libs/domain';
import { openEventStore } from '#libs/event-store';
import { authenticatorOf, bootstrap, metricsRegistry, readConfig, runUntilAsked, SystemClock } from '#libs/service';

import { ExchangeConfig } from './exchange.config.js';
import { kafkaSettings } from './kafka.config.js';
import { exchangeModule } from './open-exchange.js';
import { rebuildTopic } from './rebuild-topic.js';

const [command, topic] = process.argv.slice(2);

if (command === 'rebuild') {
  process.exitCode = await rebuildTopic(topic);
} else {
  await runUntilAsked('exchange', async () => {
    const config = readConfig(ExchangeConfig, process.env);
    const store = await openEventStore(config.eventStoreUrl, { as: 'reader', indexUrl: config.eventIndexUrl });
    const metrics = metricsRegistry();
    const { module, publishing, receiving } = await exchangeModule({
      ...{ store, metrics, entitlements: agencyEntitlements, clock: new SystemClock() },
      kafka: kafkaSettings(config),
      progressUrl: () => Promise.resolve(config.exchangeUrl),
      incoming: { registryUrl: () => config.registryUrl, secret: config.exchangeSecret, topics: 'leave' },
    });
    const readiness = [
      { name: 'event store', check: () => store.lacks() },
      { name: 'topics', check: () => Promise.resolve(publishing.complaint) },
      { name: 'submissions', check: () => Promise.resolve(receiving.complaint) },
    ];
    const authenticator = await authenticatorOf(config);
    const service = await bootstrap({ modules: [module], authenticator, readiness, metrics }, config);
    return { service, closables: [store] };
  });
}
