import type { Description } from '#libs/service';

import { routeFacts } from '../route-facts.js';

/** What the paths of the chronicle are made of. */
export const description: Description = {
  facts: routeFacts,
  headings: { CommunicationsReadController: 'Letters', SchemasController: 'Schemas of events' },
  parameters: {
    code: { description: 'A code as printed, KHM.', schema: { type: 'string', pattern: '^[A-Z]{3}$' } },
    addressee: {
      description: 'A State by its code, KHM, or an other actor by its id, asean.',
      schema: { type: 'string', pattern: '^(?:[A-Z]{3}|[a-z0-9]+(?:-[a-z0-9]+)*)$' },
    },
    serial: { description: 'The number within the year.', schema: { type: 'string', pattern: '^[1-9]\\d{0,5}$' } },
    year: { description: 'The year the number was counted in.', schema: { type: 'string', pattern: '^[12]\\d{3}$' } },
    id: { description: 'The id of the event.', schema: { type: 'string', format: 'uuid' } },
    type: { description: 'An event type, LetterSent.', schema: { type: 'string' } },
    ver: { description: 'Its version, from 1.', schema: { type: 'string', pattern: '^[1-9]\\d*$' } },
  },
};
