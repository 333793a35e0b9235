export { AccessApproved, AccessRequested, type ExportScope, type RecordsExported } from './access/access.events.js';
export { accessStream, foldAccess } from './access/access.js';
export { recordExport, recordRead } from './access/record-read.js';
export { approveAccess, requestAccess } from './access/request-access.js';
export { addFurtherInformation, changeConsent, receiveSourceComment } from './allegation/add-information.js';
export { AllegationReceived } from './allegation/allegation-received.js';
export { type AllegationState, allegationStream, foldAllegation } from './allegation/allegation.js';
export { assessAllegation, closeAllegation, mergeAllegation } from './allegation/assess-allegation.js';
export { AllegationAssessed, AllegationClosed, AllegationMerged } from './allegation/assessment.js';
export { ConsentChanged, FurtherInformationReceived, SourceCommentReceived } from './allegation/further-information.js';
export { linkAllegation, restateText } from './allegation/link-allegation.js';
export { AllegationLinked, TextRestated } from './allegation/link.js';
export type { Consent } from './allegation/person-concerned.js';
export { receiveAllegation } from './allegation/receive-allegation.js';
export { reportReprisal, reviewReprisalRisk } from './allegation/report-reprisal.js';
export { ReprisalReported, ReprisalRiskReviewed } from './allegation/reprisal.js';
export {
  catalogue,
  declarationOf,
  type EventName,
  isEventName,
  type KnownEvent,
  type LedgerEvent,
  type Payload,
  recordedBy,
  kinds,
  slotsJson,
  slotsOf,
} from './catalogue.js';
export { communicationEvents } from './communication/communication.events.js';
export {
  type CommunicationState,
  evolveCommunication,
  foldCommunication,
  type LetterOnRecord,
  noCommunication,
  type ReplyOnRecord,
} from './communication/communication.js';
export { notifyAddressee, remindAddressee, requestFurtherInformation } from './communication/correspond.js';
export { answeredBy, elapseWindows, haveSameWindows, silenceFrom, windowEnds } from './communication/elapse-windows.js';
export { AddresseeNotified, FurtherInformationRequested, type Notice } from './communication/correspondence.js';
export { type Grade, type Judgement, type Manner } from './communication/judgements.js';
export { type HistoryContext, importHistory } from './communication/import-history.js';
export { importLetter } from './communication/import-letter.js';
export { LetterHistory } from './communication/letter-history.js';
export { nextSerial, refuseTakenNumber } from './communication/next-serial.js';
export {
  type AddresseeKind,
  addresseeKinds,
  type Individuals,
  type IndividualsCounted,
  type InstrumentVerb,
  StateMentioned,
  type StateRole,
  type UprPosition,
} from './communication/letter-parts.js';
export { actsElsewhere } from './communication/dated-acts.js';
export { reportLabel } from './communication/report-label.js';
export { isLetterType, kindOfLetter, type LetterType } from './communication/letter-types.js';
export { LetterCorrected, type LetterGround, letterGrounds, LetterSent } from './communication/letter.js';
export { includeInReport, type LinkContext, linkLetters } from './communication/place-letter.js';
export { actorsOf, knownActors, type OtherActor } from './communication/other-actors.js';
export type { OnLetterContext } from './communication/propose.js';
export type { LinkedLetters, PublicationContext, PublicationFacts } from './communication/publication-rules.js';
export { type LetterPublished, PublishedElsewhere, Released, Summary } from './communication/publication.js';
export type { PublicationOnRecord } from './communication/published.js';
export { importLetterPublication, type LetterPublicationFacts, publishLetter } from './communication/publish-letter.js';
export {
  importReplyPublication,
  publishEvaluation,
  publishReply,
  withholdReply,
} from './communication/publish-reply.js';
export {
  type AnsweredLetter,
  confirmDispatch,
  receiveReply,
  type ReplyContext,
} from './communication/receive-reply.js';
export { recordError } from './communication/record-error.js';
export {
  handlingStreamOf,
  parseReference,
  type Reference,
  type ReferenceKey,
  referenceKey,
  referenceOfStream,
  streamOf,
} from './communication/reference.js';
export { ReminderSent } from './communication/reminder.js';
export { answersLetter, type ReplyKind, replyKinds } from './communication/reply-kinds.js';
export { EvaluationOrder, type ReplyPublished, WithholdingOrder } from './communication/reply-publication.js';
export { DispatchConfirmed, ReplyReceived } from './communication/reply.js';
export { correctLetter, type CorrectionContext, type SendingContext, sendLetter } from './communication/send-letter.js';
export { IncludedInReport, LettersLinked, RecordedInError, ReferenceVoided } from './communication/letter-standing.js';
export { type VoidContext, voidReference } from './communication/void-reference.js';
export { replaceRendition, type Withdrawal, withdrawPublication } from './communication/withdraw-publication.js';
export { ReplacementOrder, WithdrawalOrder } from './communication/withdrawal.js';
export type { DecisionContext, SecondPerson } from './decision.js';
export { payloadExamples } from './examples/payload-examples.js';
export { known, type PayloadOf, type ProposedOf, type RecordedOf } from './event-types.js';
export { CaseAssigned, PublicationHeld, PublicationHoldLifted, SummaryApproved } from './handling/case-work.js';
export { foldHandling, type HandlingState, type RedactionOnRecord } from './handling/handling.js';
export { approveRedaction, proposeRedaction } from './handling/redact.js';
export { RedactionApproved, RedactionProposed } from './handling/redaction.js';
export {
  AnswerCoverageRecorded,
  ReplyAssessed,
  ReplySharedWithSource,
  ReplyTranslated,
} from './handling/reply-work.js';
export { approveSummary, assignCase, holdPublication, liftHold } from './handling/work-on-case.js';
export { assessReply, recordCoverage, shareReply, translateReply } from './handling/work-on-reply.js';
export { FollowUpRecorded, OutcomeRecorded } from './follow-up/follow-up.events.js';
export { foldFollowUp, followUpStream } from './follow-up/follow-up.js';
export { recordFollowUp, recordOutcome, textsOfFollowUp } from './follow-up/record-follow-up.js';
export { addKey, foldKeys, type KeyOnRecord, noKeys, refuseAgencyName, retireKey, revokeKey } from './ledger/keys.js';
export {
  CodesAdopted,
  type HeadsAudience,
  KeyAdded,
  type KeyPurpose,
  KeyRetired,
  KeyRevoked,
  ledgerHeadsEvents,
  PolicyAdopted,
} from './ledger/ledger.events.js';
export { adoptCodes, adoptPolicy, foldPolicy, foundLedger, noPolicy } from './ledger/ledger.js';
export { addDays, firstDay, isDay, isOccurredOn } from './occurred-on.js';
export { type PerpetratorKind } from './perpetrators.js';
export { windowDueOn } from './policies/confidentiality.js';
export { type FigureDefinitions, figureDefinitions2025 } from './policies/figure-definitions.js';
export { type PolicyFile, policyFiles } from './policies/policy-files.js';
export { type ReportSession, reportSession, reportWindows2010 } from './policies/report-windows.js';
export type { Due, Policy, WindowedLetter, WindowPolicy } from './policies/policy.js';
export { responseDueOn } from './policies/response.js';
export { letterTrack, type LetterTrack } from './policies/separate-tracks.js';
export {
  correctPressRelease,
  issuePressRelease,
  linkPressRelease,
  textsOfRelease,
  withdrawPressRelease,
} from './press-release/issue-press-release.js';
export {
  PressReleaseCorrected,
  PressReleaseIssued,
  PressReleaseLinked,
  PressReleaseWithdrawn,
} from './press-release/press-release.events.js';
export { foldPressRelease, pressReleaseStream } from './press-release/press-release.js';
export { type Letters, lettersNamed, type NamedText } from './public-references.js';
export {
  type AgencyEntitlement,
  maySee,
  neverShared,
  type SharedKind,
  type SharedLabel,
  type StreamStanding,
} from './policies/agency-entitlements.js';
export { agencyEntitlements, type EntitlementPolicy, entitlementsOn } from './policies/entitlements.js';
export {
  addresseeCodes,
  addresseeName,
  foundingCodes,
  isAddresseeCode,
  isOtherActor,
  otherActorCode,
} from './reference-data/addressees.js';
export { mandateShort, mandateTitle } from './reference-data/mandates/mandates.js';
export { recogniseMandate } from './reference-data/mandates/recognise-mandate.js';
export { firstYearOfFigures, isMemberOn, membersOn } from './reference-data/members.js';
export {
  addresseesCalled,
  type NamedAddressee,
  printedStateNames,
  recogniseAddressee,
} from './reference-data/recognise-addressee.js';
export { type RegionalGroup } from './reference-data/regional-groups-2025.js';
export { regionalGroup, regionalGroups } from './reference-data/regional-groups.js';
export { parseReportName, type ReportName, type ReportSpans, reportSpans } from './report/report-windows.js';
export { ReportGenerated, ReportSubmitted, SymbolAssigned } from './report/report.events.js';
export {
  assignSymbol,
  foldReport,
  generateReport,
  type ReportContext,
  type ReportState,
  reportStream,
  submitReport,
} from './report/report.js';
export { mergeSubjects } from './subject/merge-subjects.js';
export { approveShred, recordShredded, refuseShredding, requestShred } from './subject/shred.js';
export { ShredApproved, ShredRequested, SubjectsMerged } from './subject/subject.events.js';
export { foldSubject, type ShredRequestOnRecord, type SubjectState, subjectStream } from './subject/subject.js';
export { Day } from './validation.js';
export { withoutEscapes } from './without-escapes.js';
export { endOfZurichDay, zurichDay, zurichDayOf } from './zurich.js';
