import { randomUUID } from 'node:crypto';

import { agencyEntitlements } from '#libs/domain';
import { topicName } from '#libs/kafka';
import { LedgerError } from '#libs/ledger';
import { readConfig } from '#libs/service';

import { ExchangeConfig } from './exchange.config.js';
import { ProgressDatabase } from './out/progress-database.js';

/**
 * `exchange rebuild TOPIC`: has everything of the topic sent again, by the exchange that runs or that is started next. Ends with 0, with 2
 * for a topic that is not published, with 3 when it cannot be done now.
 */
export async function rebuildTopic(topic: string | undefined): Promise<0 | 2 | 3> {
  const published = [
    topicName('publicEvents'),
    ...agencyEntitlements.map(({ agency }) => topicName('agencyEvents', agency)),
  ];
  if (topic === undefined || !published.includes(topic)) {
    process.stderr.write(`error: name one of ${published.join(', ')}\n`);
    return 2;
  }
  try {
    const progress = await ProgressDatabase.open(readConfig(ExchangeConfig, process.env).exchangeUrl);
    await progress.rebuild(topic, randomUUID());
    await progress.close();
    process.stdout.write(`${topic} is sent again from the beginning of the ledger\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    process.stderr.write(`${error.code}: ${error.message}\n`);
    return 3;
  }
}
