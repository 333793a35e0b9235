export { accessEvents, RecordsRead } from './access/access.events.js';
export { type OpeningContext, recordRead } from './access/record-read.js';
export {
  AllegationLinked,
  AllegationReceived,
  AllegedPerpetrator,
  allegationEvents,
  Consent,
  Particulars,
  Period,
  PersonConcerned,
  type ReprisalRisk,
  reprisalRisks,
  type SourceKind,
  sourceKinds,
  TextRestated,
} from './allegation/allegation.events.js';
export {
  type AllegationState,
  allegationStream,
  evolveAllegation,
  foldAllegation,
  noAllegation,
} from './allegation/allegation.js';
export { linkAllegation, type LinkFacts, type OnAllegationContext, restateText } from './allegation/link-allegation.js';
export { type AllegationContext, receiveAllegation } from './allegation/receive-allegation.js';
export {
  catalogue,
  declarationOf,
  type EventName,
  isEventName,
  type KnownEvent,
  type LedgerEvent,
  type Payload,
  recordedBy,
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
export { confidentialityIsOver, elapseWindows, windowEnds } from './communication/elapse-windows.js';
export {
  type AddresseeKind,
  addresseeKinds,
  AddresseePrinted,
  CapacityMandate,
  DocumentCited,
  type Individuals,
  type IndividualsCounted,
  InstrumentCited,
  type InstrumentVerb,
  instrumentVerbs,
  OtherRecipient,
  PerpetratorNamedByKind,
  PublicationWindow,
  Question,
  Signatory,
  StateMentioned,
  type StateRole,
  stateRoles,
  UprCitation,
  type UprPosition,
  uprPositions,
} from './communication/letter-parts.js';
export { isLetterType, kindOfLetter, type LetterType, letterTypes } from './communication/letter-types.js';
export { LetterCorrected, type LetterGround, letterGrounds, LetterSent } from './communication/letter.js';
export {
  ConfidentialityWindowElapsed,
  LetterPublished,
  Released,
  Rendition,
  ResponseWindowElapsed,
  Summary,
} from './communication/publication.js';
export { type PublicationContext, type PublicationFacts, publishLetter } from './communication/publish-letter.js';
export {
  type AnsweredLetter,
  confirmDispatch,
  type OnLetterContext,
  receiveReply,
  type ReplyContext,
} from './communication/receive-reply.js';
export {
  formatReference,
  handlingStreamOf,
  parseReference,
  type Reference,
  type ReferenceKey,
  referenceKey,
  referenceOfStream,
  streamOf,
} from './communication/reference.js';
export { answersLetter, type ReplyKind, replyKinds } from './communication/reply-kinds.js';
export { DispatchConfirmed, ReplyReceived } from './communication/reply.js';
export { correctLetter, type LetterContext, sendLetter } from './communication/send-letter.js';
export type { DecisionContext, SecondPerson } from './decision.js';
export { DocumentEntry } from './document-entry.js';
export { known, type PayloadOf, type ProposedOf, type RecordedOf } from './event-types.js';
export { handlingEvents, RedactionApproved, RedactionProposed } from './handling/handling.events.js';
export {
  evolveHandling,
  foldHandling,
  type HandlingState,
  noHandling,
  type RedactionOnRecord,
} from './handling/handling.js';
export { approveRedaction, proposeRedaction } from './handling/redact.js';
export {
  type HeadsAudience,
  headsAudiences,
  HeadsRecorded,
  KeyAdded,
  type KeyPurpose,
  keyPurposes,
  LedgerFounded,
  ledgerHeadsEvents,
  ledgerKeysEvents,
  ledgerPolicyEvents,
  PolicyAdopted,
  PublicJwk,
} from './ledger/ledger.events.js';
export {
  addKey,
  adoptPolicy,
  evolveKeys,
  evolvePolicy,
  foldKeys,
  foldPolicy,
  foundLedger,
  type KeysState,
  noKeys,
  noPolicy,
  type PolicyState,
} from './ledger/ledger.js';
export { addDays, daysBetween, firstDay, isDay, isInstant, isOccurredOn, lastDay, printedDay } from './occurred-on.js';
export { type PerpetratorKind, perpetratorKinds } from './perpetrators.js';
export { windowDueOn } from './policies/confidentiality.js';
export { type PolicyFile, policyFiles } from './policies/policy-files.js';
export type { Due, Policy, WindowedLetter, WindowPolicy } from './policies/policy.js';
export { responseDueOn } from './policies/response.js';
export {
  addresseeCodes,
  addresseeName,
  foundingCodes,
  isAddresseeCode,
  isOtherActor,
  otherActorCode,
} from './reference-data/addressees.js';
export { Sealed, sealedPaths } from './sealed.js';
export { fillSentence } from './sentence.js';
export { approveShred, type OnSubjectContext, recordShredded, requestShred } from './subject/shred.js';
export {
  ErasedFields,
  ShredApproved,
  ShredRequested,
  SubjectEnrolled,
  subjectEvents,
  SubjectKeyShredded,
  type SubjectKind,
  subjectKinds,
} from './subject/subject.events.js';
export {
  evolveSubject,
  foldSubject,
  noSubject,
  type ShredRequestOnRecord,
  type SubjectState,
  subjectStream,
} from './subject/subject.js';
export { endOfZurichDay, zurichDay, zurichDayOf } from './zurich.js';
