import {
  catalogue,
  EvaluationOrder,
  type EventName,
  LetterHistory,
  recordedBy,
  ReplacementOrder,
  WithholdingOrder,
} from '#libs/domain';
import type { PayloadClass, Role } from '#libs/ledger';
import type { Description } from '#libs/service';

import { NextLetter } from './communications/next-letter.js';
import { ReplyToLetters } from './communications/reply-to-letters.js';
import { PublicationRequest, ReplyPublicationRequest, WithdrawalRequest } from './publication/publication-request.js';
import { ReportOrder } from './reports/report-order.js';
import { routeFacts } from './route-facts.js';
import { ShredOrder } from './subjects/shred-order.js';

const id = { description: 'The id of the event that began it.', schema: { type: 'string', format: 'uuid' } };

/** What is recorded of a body: of a payload its own type, of the others these. */
const recorded = new Map<PayloadClass, EventName>([
  ...Object.entries(catalogue).map(([type, { payload }]) => [payload, type as EventName] as const),
  [NextLetter, 'LetterSent'],
  [ReplyToLetters, 'ReplyReceived'],
  [PublicationRequest, 'LetterPublished'],
  [ReplyPublicationRequest, 'ReplyPublished'],
  [WithdrawalRequest, 'PublicationWithdrawn'],
  [ReplacementOrder, 'RenditionReplaced'],
  [WithholdingOrder, 'ReplyWithheld'],
  [EvaluationOrder, 'EvaluationPublished'],
  [ReportOrder, 'ReportGenerated'],
]);

/** The type of event that a body is recorded as; none of what records several, or of what is no act of a person. */
export const recordedOf = (body: PayloadClass): EventName | undefined => recorded.get(body);

/** The roles that do not follow from the type that is recorded. */
const others = new Map<PayloadClass, readonly Role[]>([
  [LetterHistory, ['importer']],
  [ShredOrder, ['protection_focal_point']],
]);

/** Agencies submit over Kafka and the clock is no caller, so neither sends a body. */
const senders = (body: PayloadClass): string | undefined => {
  const type = recordedOf(body);
  const roles = others.get(body) ?? (type === undefined ? [] : recordedBy(type));
  const callers = roles.filter((role) => role !== 'partner_agency' && role !== 'clock');
  if (callers.length === 0) return undefined;
  if (callers.includes('operator')) return 'whoever holds an issuer key, which signs the request; no token does';
  return callers.map((role) => role.replaceAll('_', ' ')).join(', ');
};

/** What the paths of the registry are made of. */
export const description: Description = {
  facts: routeFacts,
  senders,
  headings: {
    CorrespondenceController: 'Letters: what passes after one was sent',
    CommunicationsController: 'Letters',
    LetterHistoryController: 'Letters: from before this ledger',
    FollowUpsController: 'Follow-ups',
    HandlingController: 'Letters: work on them',
    PublicationController: 'Letters: publication',
    ReplyPublicationController: 'Replies: publication',
    ReadingsController: 'Readings of letters',
    SubjectsController: 'Subjects: people whose particulars are sealed',
    KeysController: 'Keys of the ledger',
  },
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
