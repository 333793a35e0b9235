import { type EventName, parseReference, type ReferenceKey } from '#libs/domain';
import { type JsonObject, LedgerError } from '#libs/ledger';

import type { Write } from '../client/ledger-client.js';

/** What a record is about. */
export interface Concerned {
  readonly references: readonly string[];
  readonly allegation: string | undefined;
  readonly release?: string | undefined;
  readonly followUp?: string | undefined;
  readonly subject?: string | undefined;
  readonly reply?: string | undefined;
  readonly report?: string | undefined;
}

/** What an act is about, if it is not a letter. */
type Thing = Exclude<keyof Concerned, 'references'>;

type Address = Pick<Write, 'method' | 'path'>;

const onLetter =
  (tail: string) =>
  (concerned: Concerned): Address => ({
    method: 'POST',
    path: `${letterPath(concerned)}/${tail}`,
  });
const to = (path: string) => (): Address => ({ method: 'POST', path });
const onThing =
  (member: Thing, folder: string) =>
  (tail: string) =>
  (concerned: Concerned): Address => ({
    method: 'POST',
    path: `/v1/${folder}/${idOf(concerned, member)}/${tail}`,
  });
const onAllegation = onThing('allegation', 'allegations');
const onRelease = onThing('release', 'press-releases');
const onSubject = onThing('subject', 'subjects');
const onReply = onThing('reply', 'replies');
const onReport = onThing('report', 'reports');

/** Where each type of event that people record is sent. */
const addresses: { readonly [T in EventName]?: (concerned: Concerned) => Address } = {
  AllegationReceived: to('/v1/allegations'),
  FurtherInformationReceived: onAllegation('further-information'),
  ConsentChanged: onAllegation('consents'),
  ReprisalReported: onAllegation('reprisals'),
  ReprisalRiskReviewed: onAllegation('reprisals/reviews'),
  SourceCommentReceived: onAllegation('source-comments'),
  AllegationAssessed: onAllegation('assessments'),
  AllegationMerged: onAllegation('merger'),
  AllegationClosed: onAllegation('closure'),
  PressReleaseIssued: to('/v1/press-releases'),
  PressReleaseLinked: onRelease('links'),
  PressReleaseCorrected: onRelease('corrections'),
  PressReleaseWithdrawn: onRelease('withdrawal'),
  FollowUpRecorded: to('/v1/follow-ups'),
  OutcomeRecorded: onThing('followUp', 'follow-ups')('outcomes'),
  AccessRequested: to('/v1/access-requests'),
  AccessApproved: to('/v1/access-requests/approvals'),
  SubjectsMerged: onSubject('mergers'),
  ShredRequested: onSubject('shred-requests'),
  ShredApproved: onSubject('shred-requests/approvals'),
  AllegationLinked: onAllegation('links'),
  TextRestated: onAllegation('restatements'),
  LetterSent: (concerned) => ({ method: 'PUT', path: letterPath(concerned) }),
  LetterCorrected: onLetter('corrections'),
  DispatchConfirmed: onLetter('dispatch-confirmations'),
  ReplyReceived: to('/v1/replies'),
  RedactionProposed: onLetter('redactions'),
  RedactionApproved: onLetter('redactions/approvals'),
  LetterPublished: onLetter('publication'),
  PublicationWithdrawn: onLetter('publication/withdrawal'),
  RenditionReplaced: onLetter('publication/rendition'),
  ReminderSent: onLetter('reminders'),
  FurtherInformationRequested: onLetter('further-information'),
  AddresseeNotified: onLetter('closure'),
  LettersLinked: onLetter('links'),
  IncludedInReport: onLetter('reports'),
  RecordedInError: onLetter('errors'),
  ReferenceVoided: onLetter('void'),
  CaseAssigned: onLetter('assignments'),
  SummaryApproved: onLetter('summaries'),
  PublicationHeld: onLetter('holds'),
  PublicationHoldLifted: onLetter('holds/lifting'),
  ReportSubmitted: onReport('submission'),
  SymbolAssigned: onReport('symbol'),
};

/** Acts about a reply, and the ends of their paths. */
const replyActs = {
  ReplyTranslated: 'translations',
  ReplyAssessed: 'assessments',
  AnswerCoverageRecorded: 'answer-coverage',
  ReplySharedWithSource: 'sharing',
  ReplyPublished: 'publication',
  ReplyWithheld: 'withholding',
  EvaluationPublished: 'evaluation',
} as const satisfies { readonly [T in EventName]?: string };

export const isAboutReply = (type: EventName): type is keyof typeof replyActs => Object.hasOwn(replyActs, type);

/** Method and path of the write; `BODY_INVALID` for a type that is not recorded from a file. */
export function addressOf(type: EventName, concerned: Concerned): Address {
  if (isAboutReply(type)) return onReply(replyActs[type])(concerned);
  const address = addresses[type];
  if (address === undefined)
    throw new LedgerError('BODY_INVALID', { path: 'type', reason: `${type} is not recorded from a file` });
  return address(concerned);
}

/**
 * The body of the write. Only a reply names its letters there; a link's letter and the reply that an act is about are part of the payload,
 * except that a publication's reply stands in the path alone.
 */
export function bodyOf(type: EventName, data: JsonObject, { references, reply }: Concerned): JsonObject {
  if (type === 'ReplyReceived') return { ...data, answers: references };
  if (type === 'ReplyPublished') return Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'reply'));
  if (isAboutReply(type) && reply !== undefined) return { ...data, reply };
  const [reference] = references;
  const isAboutOne = type === 'AllegationLinked' || type === 'SourceCommentReceived';
  return isAboutOne && reference !== undefined ? { ...data, reference } : data;
}

/** The one letter that a record is about. */
export function letterOf({ references }: Concerned): ReferenceKey {
  const [reference, ...others] = references;
  if (reference === undefined || others.length > 0)
    throw new LedgerError('BODY_INVALID', { path: 'reference', reason: 'must name the one letter it is about' });
  return parseReference(reference);
}

function letterPath(concerned: Concerned): string {
  const { code, serial, year } = letterOf(concerned);
  return `/v1/communications/${code}/${serial}/${year}`;
}

function idOf(concerned: Concerned, member: Thing): string {
  const id = concerned[member];
  if (id === undefined)
    throw new LedgerError('BODY_INVALID', { path: member, reason: 'must be the id of what the record is about' });
  return encodeURIComponent(id);
}
