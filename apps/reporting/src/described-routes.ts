import type { Description } from '#libs/service';

import { routeFacts } from './route-facts.js';

/** What the paths of reporting are made of. */
export const description: Description = {
  facts: routeFacts,
  parameters: {
    report: { description: 'A report’s name, such as HRC60-communications.', schema: { type: 'string' } },
    file: {
      description: 'A report’s name and one of the formats json, html and csv: HRC60-communications.html.',
      schema: { type: 'string' },
    },
  },
};
