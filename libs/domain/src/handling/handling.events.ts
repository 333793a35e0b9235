import type { CatalogueOf } from '#libs/ledger';
import { caseWorkEvents } from './case-work.js';
import { redactionEvents } from './redaction.js';
import { replyWorkEvents } from './reply-work.js';

export const handlingEvents = {
  ...caseWorkEvents,
  ...redactionEvents,
  ...replyWorkEvents,
} as const satisfies CatalogueOf<'handling'>;
