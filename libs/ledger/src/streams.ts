/**
 * Every stream kind with the event types it may hold. The names are stored for ever: one is added, none is renamed or removed.
 * A type stands in one kind only, so the type alone says where an event belongs.
 */
export const vocabulary = {
  allegation: [
    'AllegationReceived',
    'FurtherInformationReceived',
    'ConsentChanged',
    'ReprisalReported',
    'ReprisalRiskReviewed',
    'SourceCommentReceived',
    'TextRestated',
    'AllegationAssessed',
    'AllegationLinked',
    'AllegationMerged',
    'AllegationClosed',
  ],
  communication: [
    'LetterSent',
    'DispatchConfirmed',
    'ReplyReceived',
    'ReminderSent',
    'FurtherInformationRequested',
    'AddresseeNotified',
    'ResponseWindowElapsed',
    'ConfidentialityWindowElapsed',
    'LetterPublished',
    'ReplyPublished',
    'ReplyWithheld',
    'EvaluationPublished',
    'RenditionReplaced',
    'PublicationWithdrawn',
    'LettersLinked',
    'IncludedInReport',
    'LetterCorrected',
    'RecordedInError',
    'ReferenceVoided',
  ],
  handling: [
    'CaseAssigned',
    'SummaryApproved',
    'PublicationHeld',
    'PublicationHoldLifted',
    'RedactionProposed',
    'RedactionApproved',
    'ReplyTranslated',
    'ReplyAssessed',
    'AnswerCoverageRecorded',
    'ReplySharedWithSource',
  ],
  press_release: ['PressReleaseIssued', 'PressReleaseLinked', 'PressReleaseCorrected', 'PressReleaseWithdrawn'],
  follow_up: ['FollowUpRecorded', 'OutcomeRecorded'],
  report: ['ReportGenerated', 'ReportSubmitted', 'SymbolAssigned'],
  access: ['AccessRequested', 'AccessApproved', 'RecordsRead', 'RecordsExported'],
  subject: ['SubjectEnrolled', 'SubjectsMerged', 'ShredRequested', 'ShredApproved', 'SubjectKeyShredded'],
  'ledger-policy': ['LedgerFounded', 'CodesAdopted', 'PolicyAdopted'],
  'ledger-keys': ['KeyAdded', 'KeyRetired', 'KeyRevoked'],
  'ledger-heads': ['HeadsRecorded'],
} as const satisfies Record<string, readonly string[]>;

export type StreamKind = keyof typeof vocabulary;
export type EventTypeOf<K extends StreamKind> = (typeof vocabulary)[K][number];
export type EventType = EventTypeOf<StreamKind>;

/** The three streams of the ledger itself; each is a kind of its own. */
export const policyStream = 'ledger-policy';

/** The code under which letters to addressees that are no State are numbered. */
export const otherActorCode = 'OTH';

/** Whether a code is not that of a State. */
export const isOtherActor = (code: string): boolean => code === otherActorCode;
export const keysStream = 'ledger-keys';
export const headsStream = 'ledger-heads';

const streamPattern = /^[a-z][a-z_]*-[A-Za-z0-9][A-Za-z0-9_.-]{0,199}$/;

export const isStreamName = (name: string): boolean => streamPattern.test(name);

/** The kind of a stream: the text before its first `-`, except for the ledger's own three. `undefined` when it is none of ours. */
export function streamKind(stream: string): StreamKind | undefined {
  if (!isStreamName(stream)) return undefined;
  const kind = stream.startsWith('ledger-') ? stream : stream.slice(0, stream.indexOf('-'));
  return Object.hasOwn(vocabulary, kind) ? (kind as StreamKind) : undefined;
}
