import type { Description } from '#libs/service';

import { routeFacts } from './route-facts.js';

/** What the paths of the notary are made of. */
export const description: Description = {
  facts: routeFacts,
  parameters: {
    id: { description: 'The id of the event.', schema: { type: 'string', format: 'uuid' } },
    path: {
      description: 'Level and index of a hash tile as C2SP tlog-tiles writes them, slashes included: 0/x001/234.p/8.',
      schema: { type: 'string' },
    },
  },
};
