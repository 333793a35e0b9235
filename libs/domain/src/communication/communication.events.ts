import type { CatalogueOf } from '#libs/ledger';
import { correspondenceEvents } from './correspondence.js';
import { LetterCorrected, LetterSent } from './letter.js';
import { ConfidentialityWindowElapsed, LetterPublished, ResponseWindowElapsed } from './publication.js';
import { reminderEvents } from './reminder.js';
import { replyPublicationEvents } from './reply-publication.js';
import { DispatchConfirmed, ReplyReceived } from './reply.js';
import { standingEvents } from './letter-standing.js';
import { withdrawalEvents } from './withdrawal.js';

export const communicationEvents = {
  LetterSent: {
    payload: LetterSent,
    ver: 1,
    recordedBy: ['mandate_clerk', 'importer'],
    sentence: '{type} sent to {addressee.name}',
    icon: 'letter',
  },
  DispatchConfirmed: {
    payload: DispatchConfirmed,
    ver: 1,
    recordedBy: ['dispatcher', 'importer'],
    sentence: 'Receipt confirmed by {recipientOffice} ({channel})',
    icon: 'dispatch',
  },
  ReplyReceived: {
    payload: ReplyReceived,
    ver: 1,
    recordedBy: ['mandate_clerk', 'reply_analyst', 'importer', 'partner_agency'],
    sentence: 'Reply received: {kind}',
    icon: 'reply',
  },
  ResponseWindowElapsed: {
    payload: ResponseWindowElapsed,
    ver: 1,
    recordedBy: ['clock', 'importer'],
    sentence: 'No reply received by {dueOn}',
    icon: 'silence',
  },
  ConfidentialityWindowElapsed: {
    payload: ConfidentialityWindowElapsed,
    ver: 1,
    recordedBy: ['clock', 'importer'],
    sentence: 'Confidentiality window ended with {dueOn}',
    icon: 'window',
  },
  LetterPublished: {
    payload: LetterPublished,
    ver: 1,
    recordedBy: ['publisher', 'importer'],
    sentence: 'Letter published',
    icon: 'publication',
  },
  LetterCorrected: {
    payload: LetterCorrected,
    ver: 1,
    recordedBy: ['mandate_clerk'],
    sentence: 'Record of the letter corrected: {reason}',
    icon: 'correction',
  },
  ...reminderEvents,
  ...correspondenceEvents,
  ...replyPublicationEvents,
  ...withdrawalEvents,
  ...standingEvents,
} as const satisfies CatalogueOf<'communication'>;
