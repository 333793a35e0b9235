import type { CatalogueOf } from '#libs/ledger';
import { OccurredOn, Text } from '../validation.js';

/** The addressee was reminded of a letter. */
export class ReminderSent {
  @OccurredOn()
  readonly on: string;

  @Text(120)
  readonly channel: string;
}

export const reminderEvents = {
  ReminderSent: {
    payload: ReminderSent,
    ver: 1,
    recordedBy: ['mandate_clerk', 'importer'],
    sentence: 'Reminder sent ({channel})',
    icon: 'reminder',
  },
} as const satisfies CatalogueOf<'communication'>;
