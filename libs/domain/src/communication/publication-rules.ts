import { LedgerError } from '#libs/ledger';
import { type DecisionContext, refuseFuture, refuseSamePerson, type SecondPerson } from '../decision.js';
import type { HandlingState, RedactionOnRecord } from '../handling/handling.js';
import type { CommunicationState } from './communication.js';
import { confidentialityIsOver } from './elapse-windows.js';
import { waitsForImport } from './of-before.js';
import type { OnLetterContext } from './propose.js';
import type { Publication, Released } from './publication.js';

/** `ps` is the acting person's pseudonym in the letter's handling stream. */
export type PublicationContext = OnLetterContext & SecondPerson;

export interface PublicationFacts {
  readonly communication: CommunicationState;
  readonly handling: HandlingState;
}

/** `PUBLICATION_HELD` while any hold on the letter is in force. */
export function refuseHeld({ handling: { holds } }: PublicationFacts): void {
  const [hold] = holds;
  if (hold !== undefined) throw new LedgerError('PUBLICATION_HELD', `the hold ${hold.id} is in force`);
}

/** The letters that a letter is linked to and the work on them, by their keys. */
export type LinkedLetters = ReadonlyMap<string, PublicationFacts>;

/**
 * `LINK_CONFIDENTIAL` with the references, while a link that stands leads to a letter that is known here, neither published nor void, and still
 * inside its window or held: with this letter everyone would read that it was sent. Letters that are linked to each other wait for both windows
 * and holds only. What was published `elsewhere` waits for no window of an imported letter that has no end: that one is published by its import
 * only, and two of them would wait for each other for ever.
 */
export function refuseConfidentialLinks(
  { links }: CommunicationState,
  linked: LinkedLetters,
  { now }: DecisionContext,
  published: 'here' | 'elsewhere',
): void {
  const keys = [...new Set(links.map(({ reference }) => reference))];
  const hindering = keys.flatMap((key) => {
    const reason = confidential(linked.get(key), now, published);
    return reason === undefined ? [] : [{ path: 'links', reason: `${key} ${reason}` }];
  });
  if (hindering.length > 0) throw new LedgerError('LINK_CONFIDENTIAL', hindering);
}

function confidential(
  file: PublicationFacts | undefined,
  now: number,
  published: 'here' | 'elsewhere',
): string | undefined {
  if (file === undefined) return undefined;
  const { communication, handling } = file;
  if (communication.letter === undefined || communication.published || communication.voided) return undefined;
  const isWaitedFor = published === 'here' || !waitsForImport(communication, now);
  if (isWaitedFor && !confidentialityIsOver(communication, now)) return 'is inside its window';
  return handling.holds.length > 0 ? 'is held' : undefined;
}

/** `BODY_INVALID` for a publication of this house without its rendition or summary. */
export function refuseIncomplete({ rendition, summary }: Publication): void {
  if (rendition === undefined || summary === undefined)
    throw new LedgerError('BODY_INVALID', {
      path: rendition === undefined ? 'rendition' : 'summary',
      reason: 'missing',
    });
}

/**
 * `SUMMARY_NOT_APPROVED` when summaries of the letter were approved and this is not the last one in its language. Where none was approved,
 * whoever publishes answers for the summary.
 */
export function refuseOtherSummary({ summary }: Publication, { handling: { summaries } }: PublicationFacts): void {
  if (summaries.length === 0) return;
  const approved = summaries.findLast(({ language }) => language === summary?.language);
  if (approved === undefined)
    throw new LedgerError('SUMMARY_NOT_APPROVED', { path: 'summary/language', reason: 'none was approved in it' });
  if (approved.text !== summary?.text)
    throw new LedgerError('SUMMARY_NOT_APPROVED', { path: 'summary/text', reason: 'another one was approved last' });
}

/** `LETTER_NOT_PUBLISHED` for a letter that is named where everyone reads or has read, and that is known here and not published. */
export function refuseUnpublished(
  path: string,
  named: CommunicationState | undefined,
  { publications }: CommunicationState,
): void {
  if (publications.length > 0 && named?.letter !== undefined && !named.published)
    throw new LedgerError('LETTER_NOT_PUBLISHED', { path, reason: 'everyone would know that it was sent' });
}

/**
 * `BODY_INVALID` for an imported publication that does not say where it was, or would show here what the ledger holds sealed;
 * `DATE_IN_FUTURE` for one that is yet to come.
 */
export function refuseNotElsewhere({ publishedElsewhere, released }: Publication, context: DecisionContext): void {
  if (publishedElsewhere === undefined)
    throw new LedgerError('BODY_INVALID', {
      path: 'publishedElsewhere',
      reason: 'an import says where it was published',
    });
  refuseFuture(publishedElsewhere.on, context, 'publishedElsewhere/on');
  if (released.length > 0)
    throw new LedgerError('BODY_INVALID', { path: 'released', reason: 'an import shows nothing here' });
}

/**
 * `REDACTION_NOT_APPROVED` unless a redaction of this very thing was approved and nothing was published on that approval before;
 * `FOUR_EYES` when the acting person proposed it.
 */
export function refuseUnapproved(
  approval: string | undefined,
  context: SecondPerson,
  { communication, handling }: PublicationFacts,
  isOfThis: (proposal: RedactionOnRecord) => boolean,
): void {
  const used = communication.publications.some(({ approvals }) => approvals.some((one) => one === approval));
  const proposal = approval === undefined ? undefined : handling.proposals.find((one) => one.approval === approval);
  if (proposal === undefined || !isOfThis(proposal) || used) {
    const reason = used ? 'something was published on it before' : 'not of this letter or reply as last recorded';
    throw new LedgerError('REDACTION_NOT_APPROVED', { path: 'approval', reason });
  }
  refuseSamePerson(proposal.ps, context);
}

/**
 * Whether a redaction was proposed of the letter as last recorded, since that stands: one from before a correction, also before one that was
 * recorded in error, has not seen what everyone would read of the letter's stream.
 */
export const isProposedOfRecord = (
  { of, letter: redacted, proposedAt }: RedactionOnRecord,
  { letter, recordSince }: CommunicationState,
): boolean => of === undefined && redacted === letter?.id && proposedAt > recordSince;

/** Whether such a redaction was approved, too. */
export const isOfRecord = (redaction: RedactionOnRecord, state: CommunicationState): boolean =>
  redaction.approval !== undefined && isProposedOfRecord(redaction, state);

/**
 * Refuses to change the record of a letter that everyone reads, or has read, unless two others agreed since it was last shown or changed: its
 * stream is public, so the change would be at once. `PUBLICATION_HELD`, `REDACTION_NOT_APPROVED`, `FOUR_EYES` for whoever proposed or approved
 * the only such redaction. `ps` is the person's pseudonym in the letter's handling stream. A letter that was published elsewhere is no exception:
 * an importer corrects nothing, and whoever does makes it this house's.
 */
export function refuseOneHanded(path: string, { ps }: SecondPerson, facts: PublicationFacts): void {
  const { communication, handling } = facts;
  if (!communication.publications.some(({ reply }) => reply === undefined)) return;
  refuseHeld(facts);
  const since = Math.max(communication.recordSince, communication.shownSince);
  const proposed = handling.proposals.filter((one) => one.proposedAt > since && isProposedOfRecord(one, communication));
  const agreed = proposed.filter(({ approval }) => approval !== undefined);
  const [last] = agreed.slice(-1);
  if (last === undefined)
    throw new LedgerError('REDACTION_NOT_APPROVED', { path, reason: whatIsMissing(proposed, communication) });
  if (agreed.every((one) => one.ps === ps || one.approvedBy === ps))
    throw new LedgerError('FOUR_EYES', {
      path,
      reason: `${whoChanges}; you ${last.ps === ps ? 'proposed' : 'approved'} the redaction ${last.id}`,
    });
}

const whoChanges =
  'everyone reads the letter, so three persons change its record: a redactor proposes a redaction of it as last recorded (RedactionProposed), another redactor or a publisher approves it (RedactionApproved), and a mandate clerk who did neither records the change';

function whatIsMissing(proposed: readonly RedactionOnRecord[], { publications }: CommunicationState): string {
  const [awaiting] = proposed.slice(-1);
  if (awaiting !== undefined) return `${whoChanges}; the redaction ${awaiting.id} awaits approval`;
  const isWithdrawn = publications.every(({ reply, withdrawn }) => reply !== undefined || withdrawn);
  const past = isWithdrawn ? '; what was recorded of it stays public after the withdrawal' : '';
  return `${whoChanges}; none was proposed since it was last published, changed or shown anew${past}`;
}

/** `EVENT_UNKNOWN` for a field of anything but this letter and its replies: nothing else has a path to the public. */
export function refuseOthersFields(released: readonly Released[], { standing }: CommunicationState): void {
  const own = new Set(standing.map(({ id }) => id));
  if (released.some(({ event }) => !own.has(event)))
    throw new LedgerError('EVENT_UNKNOWN', { path: 'released', reason: 'not an event of this letter that counts' });
}
