import type { CatalogueOf } from '#libs/ledger';
import { DocumentEntry } from '../document-entry.js';
import { Day, EventId, ListOf, OccurredOn, OneOf, Optional, OrNull, Text } from '../validation.js';
import { Question } from './letter-parts.js';

/** What the addressee was told of the case: that it is closed, or that more is asked. */
const notices = ['closed', 'more_asked'] as const;
export type Notice = (typeof notices)[number];

/** After a reply, or in its absence, more was asked of the addressee under the same reference. */
export class FurtherInformationRequested {
  @OccurredOn()
  readonly on: string;

  /** The ReplyReceived that left something open. */
  @Optional()
  @EventId()
  readonly reply?: string;

  @ListOf(() => Question, 100)
  readonly questions: readonly Question[];

  /** The day an answer is asked by; `null` when none is printed. */
  @OrNull()
  @Day()
  readonly replyAskedBy: string | null;

  @ListOf(() => DocumentEntry, 20)
  readonly documents: readonly DocumentEntry[];
}

/** The addressee was told what becomes of the case. */
export class AddresseeNotified {
  @OccurredOn()
  readonly on: string;

  @OneOf(notices)
  readonly notice: Notice;

  @Text(120)
  readonly channel: string;

  @Optional()
  @ListOf(() => DocumentEntry, 20)
  readonly documents?: readonly DocumentEntry[];
}

export const correspondenceEvents = {
  FurtherInformationRequested: {
    payload: FurtherInformationRequested,
    ver: 1,
    recordedBy: ['mandate_clerk', 'importer'],
    sentence: 'Further information requested',
    icon: 'question',
  },
  AddresseeNotified: {
    payload: AddresseeNotified,
    ver: 1,
    recordedBy: ['mandate_clerk', 'importer'],
    sentence: 'Addressee notified: {notice}',
    icon: 'notice',
  },
} as const satisfies CatalogueOf<'communication'>;
