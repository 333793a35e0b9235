import { topicName } from '#libs/kafka';
import { type Description, giveExample } from '#libs/service';

import { RebuildRequest } from './http/rebuild-request.js';
import { RedriveOrder } from './in/redrive-order.js';
import { routeFacts } from './route-facts.js';

/** What the paths of the exchange are made of. */
export const description: Description = {
  facts: routeFacts,
  headings: { ExchangeController: 'Kafka: publishing', ReceivingController: 'Kafka: receiving' },
  parameters: {
    agency: {
      description: 'The name of an agency.',
      schema: { type: 'string', pattern: '^[a-z][a-z0-9-]{1,39}$' },
    },
  },
};

export function giveExamples(): void {
  giveExample(RebuildRequest, { topic: topicName('publicEvents') });
  giveExample(RedriveOrder, { agency: 'labour', reason: 'KEY_UNKNOWN' });
}
