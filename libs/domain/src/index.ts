export { accessEvents, RecordsRead } from './access/access.events.js';
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
export { LetterCorrected, type LetterGround, letterGrounds, LetterSent } from './communication/letter.js';
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
export {
  ConfidentialityWindowElapsed,
  LetterPublished,
  Released,
  Rendition,
  ResponseWindowElapsed,
  Summary,
} from './communication/publication.js';
export { DispatchConfirmed, ReplyReceived } from './communication/reply.js';
export { answersLetter, type ReplyKind, replyKinds } from './communication/reply-kinds.js';
export { DocumentEntry } from './document-entry.js';
export { known, type PayloadOf, type ProposedOf, type RecordedOf } from './event-types.js';
export { handlingEvents, RedactionApproved, RedactionProposed } from './handling/handling.events.js';
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
export { addDays, daysBetween, firstDay, isDay, isInstant, isOccurredOn, lastDay, printedDay } from './occurred-on.js';
export { type PerpetratorKind, perpetratorKinds } from './perpetrators.js';
export { Sealed, sealedPaths } from './sealed.js';
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
export { endOfZurichDay, zurichDay, zurichDayOf } from './zurich.js';
