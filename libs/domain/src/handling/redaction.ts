import type { CatalogueOf } from '#libs/ledger';
import { DocumentEntry } from '../document-entry.js';
import { EventId, ListOf, OccurredOn, Optional } from '../validation.js';

/** The public rendition of a letter or of a reply to it, put forward for a second person's approval. */
export class RedactionProposed {
  @OccurredOn()
  readonly on: string;

  /** The LetterSent or LetterCorrected that is redacted, or that was in force when the reply was. */
  @EventId()
  readonly letter: string;

  /** The ReplyReceived, when that is redacted and not the letter. */
  @Optional()
  @EventId()
  readonly reply?: string;

  @ListOf(() => DocumentEntry, 20)
  readonly documents: readonly DocumentEntry[];
}

export class RedactionApproved {
  @OccurredOn()
  readonly on: string;

  /** The RedactionProposed that is approved. */
  @EventId()
  readonly proposal: string;
}

export const redactionEvents = {
  RedactionProposed: {
    payload: RedactionProposed,
    ver: 1,
    recordedBy: ['redactor'],
    sentence: 'Redaction proposed',
    icon: 'redaction',
  },
  RedactionApproved: {
    payload: RedactionApproved,
    ver: 1,
    recordedBy: ['redactor', 'publisher'],
    sentence: 'Redaction approved',
    icon: 'approval',
  },
} as const satisfies CatalogueOf<'handling'>;
