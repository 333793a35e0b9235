import type { Description } from '#libs/service';

import { routeFacts } from './route-facts.js';

const id = { description: 'The id of the event that began it.', schema: { type: 'string', format: 'uuid' } };

/** What the paths of the registry are made of. */
export const description: Description = {
  facts: routeFacts,
  parameters: {
    code: {
      description: 'The addressee’s code as printed: KHM, or OTH.',
      schema: { type: 'string', pattern: '^[A-Z]{3}$' },
    },
    serial: { description: 'The number within the year.', schema: { type: 'string', pattern: '^[1-9]\\d{0,5}$' } },
    year: { description: 'The year the number was counted in.', schema: { type: 'string', pattern: '^[12]\\d{3}$' } },
    id,
    digest: {
      description: 'SHA-256 of the published text, in hex.',
      schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    },
    reading: { description: 'The id of a letter that was read.', schema: { type: 'string', format: 'uuid' } },
    report: { description: 'A report’s name, such as HRC60-communications.', schema: { type: 'string' } },
  },
};
