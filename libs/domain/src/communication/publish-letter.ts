import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { confidentialityIsOver, pastWindows } from './elapse-windows.js';
import { refuseSentHere } from './of-before.js';
import { letterBy, type OnLetterContext, proposeOn } from './propose.js';
import {
  isOfRecord,
  type LinkedLetters,
  type PublicationContext,
  type PublicationFacts,
  refuseConfidentialLinks,
  refuseHeld,
  refuseIncomplete,
  refuseNotElsewhere,
  refuseOthersFields,
  refuseOtherSummary,
  refuseUnapproved,
} from './publication-rules.js';
import type { LetterOnRecord } from './communication.js';
import type { LetterPublished } from './publication.js';
import { type ReferenceKey, referenceKey } from './reference.js';
import type { Letters } from '../public-references.js';

/** What the publication of a letter rests on, wherever that was. */
export interface LinkedFacts extends PublicationFacts {
  readonly linked: LinkedLetters;
}

export interface LetterPublicationFacts extends LinkedFacts {
  /** Whether an allegation was linked to the letter. */
  readonly isLinked: boolean;
  /** The letters that the summary names, as far as they are known here. */
  readonly named: Letters;
}

/**
 * Publishes a letter. `LETTER_NOT_SENT`, `LETTER_VOID`, `ALREADY_PUBLISHED`, `WINDOW_OPEN`, `PUBLICATION_HELD`, `LINK_MISSING` for a letter on
 * allegations to which none is linked (only the link asks for the consent of those in it), `REDACTION_NOT_APPROVED` (the
 * approval must be of the letter as last recorded, later than its last correction, and not one of a publication that was withdrawn), `FOUR_EYES` (who proposed the redaction
 * does not publish it), `EVENT_UNKNOWN` for a field released of another letter, `SUMMARY_NOT_APPROVED` for another summary than the one approved
 * last in its language, when any was approved, `LETTER_NOT_PUBLISHED` for a summary that names a letter which is known here and not public,
 * `LINK_CONFIDENTIAL`, `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER`.
 */
export function publishLetter(
  data: LetterPublished,
  context: PublicationContext,
  facts: LetterPublicationFacts,
): ProposedEvent[] {
  const { communication } = facts;
  const letter = letterBy(data.on, context, communication);
  if (communication.published) throw new LedgerError('ALREADY_PUBLISHED');
  refuseIncomplete(data);
  if (!confidentialityIsOver(communication, context.now)) throw new LedgerError('WINDOW_OPEN');
  refuseHeld(facts);
  refuseUnlinked(letter, facts);
  refuseUnapproved(data.approval, context, facts, (proposal) => isOfRecord(proposal, communication));
  refuseOthersFields(data.released, communication);
  refuseOtherSummary(data, facts);
  refuseHidden(context.reference, facts.named);
  refuseConfidentialLinks(communication, facts.linked, context, 'here');
  return [proposeOn(context.reference, 'LetterPublished', data)];
}

function refuseHidden(reference: ReferenceKey, named: Letters): void {
  for (const [key, { letter, published }] of named)
    if (letter !== undefined && !published && key !== referenceKey(reference))
      throw new LedgerError('LETTER_NOT_PUBLISHED', {
        path: 'summary/text',
        reason: 'names a letter that is not public',
      });
}

const toLink =
  'record an AllegationLinked of the allegation behind it, or correct the record of the letter to say on what it rests';

function refuseUnlinked({ data: { restsOn } }: LetterOnRecord, { isLinked }: LetterPublicationFacts): void {
  if (restsOn === 'allegations' && !isLinked) throw new LedgerError('LINK_MISSING', toLink);
}

/**
 * Records that a letter was published before this ledger took it over, and with it the windows that had ended by then. `BODY_INVALID` unless
 * it says where and releases nothing; `NOT_IMPORTED` as `refuseSentHere` says, `PUBLICATION_HELD`, `LINK_CONFIDENTIAL`, `LETTER_NOT_SENT`,
 * `LETTER_VOID`, `ALREADY_PUBLISHED`, `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER`.
 */
export function importLetterPublication(
  data: LetterPublished,
  context: OnLetterContext,
  facts: LinkedFacts,
): ProposedEvent[] {
  const { communication } = facts;
  letterBy(data.on, context, communication);
  if (communication.published) throw new LedgerError('ALREADY_PUBLISHED');
  refuseNotElsewhere(data, context);
  refuseSentHere(communication, context.now);
  refuseHeld(facts);
  refuseConfidentialLinks(communication, facts.linked, context, 'elsewhere');
  return [...pastWindows(context, communication), proposeOn(context.reference, 'LetterPublished', data)];
}
