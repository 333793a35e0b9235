/** What a refusal means to its caller; one filter maps it to an HTTP status and one function to an exit code. */
export type ErrorKind = 'invalid' | 'conflict' | 'missing' | 'forbidden' | 'broken';

interface ErrorEntry {
  readonly kind: ErrorKind;
  readonly title: string;
}

/** Every refusal the system can utter. The keys are stable for ever; `docs/errors.md` is held equal to this table by a test. */
export const errorTable = {
  JSON_INVALID: { kind: 'invalid', title: 'The text is not valid JSON' },
  JSON_DUPLICATE_KEY: { kind: 'invalid', title: 'A JSON object names the same member twice' },
  JSON_VALUE: {
    kind: 'invalid',
    title: 'A value cannot be kept: fraction, too large an integer, NUL or lone surrogate',
  },
  BODY_INVALID: { kind: 'invalid', title: 'The body does not have the required shape' },
  BODY_TOO_LARGE: { kind: 'invalid', title: 'The body is larger than what is accepted' },
  MEDIA_TYPE: { kind: 'invalid', title: 'The media type is not accepted here' },
  REQUEST_INVALID: { kind: 'invalid', title: 'The request is not well formed' },
  ROUTE_UNKNOWN: { kind: 'missing', title: 'There is nothing at this address' },
  DATE_INVALID: { kind: 'invalid', title: 'The date is not a real calendar date in an accepted form' },
  DATE_IN_FUTURE: { kind: 'invalid', title: 'The date lies in the future' },
  DATE_BEFORE_REPLY: { kind: 'invalid', title: 'The date lies before the reply it belongs to' },
  DATE_BEFORE_LETTER: { kind: 'invalid', title: 'The date lies before the letter it belongs to' },
  REFERENCE_INVALID: { kind: 'invalid', title: 'The reference does not have the form TYPE CODE serial/year' },
  ADDRESSEE_UNKNOWN: { kind: 'invalid', title: 'The addressee code is not one of the adopted codes' },
  ADDRESSEE_NAME_TAKEN: { kind: 'conflict', title: 'The name belongs to another addressee' },
  LETTER_UNREADABLE: { kind: 'invalid', title: 'The text is not a letter of the Special Procedures' },
  READING_UNKNOWN: { kind: 'missing', title: 'There is no reading with this id' },
  READINGS_TOO_MANY: { kind: 'conflict', title: 'Too many letters were read and neither confirmed nor discarded' },
  LETTER_WITHOUT_REFERENCE: { kind: 'invalid', title: 'The letter carries no reference line' },
  LETTER_WITHOUT_DATE: { kind: 'invalid', title: 'The letter carries no date' },
  NAME_UNMARKED: { kind: 'invalid', title: 'A clear text contains the name of a person' },
  PAYLOAD_TOO_LARGE: { kind: 'invalid', title: 'The event would be larger than an event may be' },
  IDEMPOTENCY_KEY_MISSING: { kind: 'invalid', title: 'A write needs an Idempotency-Key header' },
  KEY_REUSED: { kind: 'invalid', title: 'The Idempotency-Key was used before with another request' },
  SUBMISSION_UNREADABLE: { kind: 'invalid', title: 'The message is not one that is sealed to the intake key' },
  SUBMISSION_UNVERIFIED: { kind: 'invalid', title: 'What the message seals is not signed by a key of the agency' },
  SUBMISSION_MISDIRECTED: {
    kind: 'invalid',
    title: 'The message was signed for another ledger, topic, source or id than it came under',
  },
  AGENCY_UNKNOWN: { kind: 'missing', title: 'No agency of this name submits here' },
  SUBMISSION_EXPIRED: { kind: 'invalid', title: 'The message came in after the time it was signed for' },
  REVISION_MISMATCH: { kind: 'conflict', title: 'The record has changed since the revision named in If-Match' },
  LETTER_ALREADY_SENT: { kind: 'conflict', title: 'A letter with this reference is already recorded' },
  LETTER_VOID: { kind: 'conflict', title: 'The number of this letter is void' },
  LETTER_NOT_SENT: { kind: 'missing', title: 'There is no letter with this reference' },
  NOT_IMPORTED: {
    kind: 'conflict',
    title: 'Only of what was imported is it said that it was published before this ledger',
  },
  REPLY_UNKNOWN: { kind: 'missing', title: 'There is no reply with this id' },
  QUESTION_UNKNOWN: { kind: 'invalid', title: 'The letter asks no question of this number' },
  MANDATE_UNKNOWN: { kind: 'invalid', title: 'The mandate is not one of the letter' },
  ALLEGATION_UNKNOWN: { kind: 'missing', title: 'There is no allegation with this id' },
  SUBJECT_UNKNOWN: { kind: 'missing', title: 'There is no subject with this id' },
  EVENT_UNKNOWN: { kind: 'missing', title: 'There is no event with this id' },
  DOCUMENT_UNKNOWN: { kind: 'missing', title: 'There is no document with this address' },
  ADDRESSEE_NOT_FOUND: { kind: 'missing', title: 'There is no addressee with this code or id' },
  ADDRESSEE_SHARED: {
    kind: 'missing',
    title: 'This code stands for many addressees, each with a page under its own id',
  },
  JOB_UNKNOWN: { kind: 'missing', title: 'There is no such job' },
  POSITION_UNKNOWN: { kind: 'invalid', title: 'The position or instant asked for does not exist' },
  ALREADY_LINKED: { kind: 'conflict', title: 'This link is already recorded' },
  NOT_LINKED: { kind: 'conflict', title: 'The allegation is not linked to this letter' },
  LINK_CONFIDENTIAL: { kind: 'conflict', title: 'The letter is linked to one that is still confidential' },
  LINK_MISSING: { kind: 'conflict', title: 'The letter rests on allegations and none is linked to it' },
  NOT_PURSUED: { kind: 'conflict', title: 'The last assessment decided not to pursue the allegation' },
  ALLEGATION_ENDED: { kind: 'conflict', title: 'The allegation was closed or merged and takes nothing more' },
  CRITERIA_NOT_MET: { kind: 'conflict', title: 'An allegation that does not meet a criterion is not pursued' },
  ASSESSMENT_MISSING: { kind: 'conflict', title: 'The last assessment of the allegation does not decide so' },
  CONSENT_MISSING: { kind: 'forbidden', title: 'A person named in the allegation has not consented to this' },
  WINDOW_OPEN: { kind: 'conflict', title: 'The confidentiality window is not over' },
  WINDOW_NOT_ELAPSED: { kind: 'conflict', title: 'The window has not elapsed yet' },
  REDACTION_NOT_APPROVED: { kind: 'conflict', title: 'No redaction of the letter or reply has been approved' },
  REDACTION_NOT_PROPOSED: { kind: 'conflict', title: 'No redaction of the letter or reply awaits approval' },
  SUMMARY_NOT_APPROVED: { kind: 'conflict', title: 'The summary is not the one that was approved' },
  FOUR_EYES: { kind: 'forbidden', title: 'Another person must do this' },
  PUBLICATION_HELD: { kind: 'conflict', title: 'A hold blocks the publication' },
  HOLD_UNKNOWN: { kind: 'missing', title: 'No hold with this id is in force' },
  ALREADY_PUBLISHED: { kind: 'conflict', title: 'The letter or reply is already published' },
  NOT_PUBLISHED: { kind: 'conflict', title: 'The publication that this needs is not in force' },
  NOT_RELEASED: { kind: 'invalid', title: 'A field named is not one that the publication shows' },
  ALREADY_REPORTED: { kind: 'conflict', title: 'The letter is already included in this report' },
  SEPARATE_TRACK: { kind: 'conflict', title: 'A letter of a working group’s own procedure is in no joint report' },
  REPORT_SUBMITTED: { kind: 'conflict', title: 'The report has been submitted' },
  REPORT_NOT_SUBMITTED: { kind: 'conflict', title: 'The report has not been submitted' },
  REPORT_UNKNOWN: { kind: 'missing', title: 'No draft of this report is on record at this position' },
  FORMAT_NOT_OFFERED: { kind: 'missing', title: 'The report is not made in this format; there are json, html and csv' },
  SYMBOL_ASSIGNED: { kind: 'conflict', title: 'The report has a symbol already' },
  REPLY_CONFIDENTIAL: { kind: 'conflict', title: 'The reply was given in confidence' },
  REPLY_WITHHELD: { kind: 'conflict', title: 'The reply is withheld, and the withholding stands' },
  JUDGEMENT_MISSING: { kind: 'conflict', title: 'No judgement of the reply by this mandate is on record' },
  ERROR_NOT_ALLOWED: {
    kind: 'conflict',
    title: 'An event of this type is never recorded in error: something later takes its place',
  },
  EVENT_RELIED_ON: { kind: 'conflict', title: 'Other events rest on this one' },
  NOT_CORRECTABLE: { kind: 'conflict', title: 'The event named is not the record in force' },
  LETTER_NOT_PUBLISHED: { kind: 'conflict', title: 'What everyone reads at once names published letters only' },
  RELEASE_UNKNOWN: { kind: 'missing', title: 'There is no press release with this id' },
  RELEASE_WITHDRAWN: { kind: 'conflict', title: 'The press release was withdrawn' },
  FOLLOW_UP_UNKNOWN: { kind: 'missing', title: 'There is no follow-up with this id' },
  SHRED_REQUESTED: { kind: 'conflict', title: 'An erasure of this subject is under way' },
  SHRED_NOT_REQUESTED: { kind: 'conflict', title: 'No erasure of this subject awaits approval' },
  RESTATEMENT_MISSING: {
    kind: 'conflict',
    title: 'A text that others share has not been restated without this subject',
  },
  SHRED_NOT_APPROVED: { kind: 'conflict', title: 'The erasure of this subject has not been approved' },
  SUBJECT_MERGED: {
    kind: 'conflict',
    title: 'The subject is the same person as another one and goes on under that id',
  },
  SUBJECT_SHREDDED: { kind: 'conflict', title: 'The particulars of this subject have been erased' },
  ACCESS_NOT_REQUESTED: { kind: 'conflict', title: 'No request for access awaits this approval' },
  ACCESS_NOT_APPROVED: { kind: 'conflict', title: 'This rests on no approved request of the person who acts' },
  FIELD_NOT_SEALED: { kind: 'missing', title: 'The event has no sealed field at this path' },
  UNAUTHENTICATED: { kind: 'forbidden', title: 'The request carries no valid token' },
  FORBIDDEN: { kind: 'forbidden', title: 'The role does not allow this' },
  NOT_FOUNDED: { kind: 'broken', title: 'The ledger has not been founded' },
  ALREADY_FOUNDED: { kind: 'conflict', title: 'The ledger has been founded already' },
  POLICY_CHANGED: { kind: 'conflict', title: 'A file of this name was adopted with another text' },
  POLICY_UNKNOWN: { kind: 'missing', title: 'This software holds no file of this name and text' },
  CODES_DROPPED: { kind: 'conflict', title: 'A code in force is missing; the list only grows' },
  KEY_UNKNOWN: { kind: 'missing', title: 'No key with this id was added' },
  KEY_ENDED: { kind: 'conflict', title: 'The key has been retired or revoked before' },
  KEY_IN_USE: { kind: 'conflict', title: 'Without this key nothing could be signed' },
  KEY_UNPROVEN: { kind: 'invalid', title: 'The key, its id and its proof of possession do not belong together' },
  KEY_NOT_CURRENT: { kind: 'broken', title: 'The issuer key of this registry is not one that may sign' },
  KEY_ALREADY_ADDED: { kind: 'conflict', title: 'This key has been added before' },
  CLOCK_BEHIND: { kind: 'broken', title: 'The clock is behind the last recorded time' },
  READ_ONLY: { kind: 'broken', title: 'The ledger is read-only because the store does not match the guard' },
  GUARD_MISSING: { kind: 'broken', title: 'The guard file is missing although the store is not empty' },
  GUARD_MISMATCH: { kind: 'broken', title: 'The store and its guard do not agree' },
  JOBS_WAITING: { kind: 'broken', title: 'Too many bundles are asked for and not yet made, or fetched at once' },
  READINGS_WAITING: { kind: 'broken', title: 'Too many letters wait to be read' },
  BUNDLE_TOO_LARGE: { kind: 'conflict', title: 'The bundle would be larger than a bundle may be' },
  CHECKPOINT_REFUSED: { kind: 'conflict', title: 'The checkpoint cannot be adopted' },
  STORE_UNAVAILABLE: { kind: 'broken', title: 'The event store cannot be reached' },
  VIEWS_UNAVAILABLE: { kind: 'broken', title: 'The views database cannot be reached' },
  STORE_FOREIGN: { kind: 'broken', title: 'The database was not made by this software, or by a newer one' },
  STORE_OUTDATED: { kind: 'broken', title: 'The tables of the event store are missing or of an earlier release' },
  STORE_UNSAFE: { kind: 'broken', title: 'The PostgreSQL server does not keep its promise of durability' },
  DOCUMENT_DAMAGED: { kind: 'broken', title: 'The stored document was altered, cut short or belongs to another key' },
  SEAL_BROKEN: { kind: 'broken', title: 'A sealed field does not agree with its statement or its key' },
  KEY_STORE_UNAVAILABLE: { kind: 'broken', title: 'The key store cannot be reached' },
  KEY_ENCRYPTION_KEY_MISSING: { kind: 'broken', title: 'A key-encryption key that the key store needs is not there' },
  NOTARY_UNAVAILABLE: { kind: 'broken', title: 'The notary cannot be reached or has no covering checkpoint yet' },
  QUORUM_MISSING: { kind: 'broken', title: 'Too few witnesses have cosigned a checkpoint that covers this' },
  REPORTING_UNAVAILABLE: { kind: 'broken', title: 'The service that makes reports does not answer' },
  BROKER_UNAVAILABLE: { kind: 'broken', title: 'The Kafka brokers cannot be used now' },
  BROKER_REFUSED: { kind: 'broken', title: 'The Kafka brokers refuse who asks or what is asked' },
  TOPIC_MISSING: { kind: 'broken', title: 'The Kafka topic does not exist' },
  MESSAGE_TOO_LARGE: { kind: 'broken', title: 'The Kafka brokers take no message of this size' },
  TOPIC_UNKNOWN: { kind: 'missing', title: 'Nothing is published on a topic of this name' },
  TOPIC_INCOMPLETE: { kind: 'broken', title: 'A Kafka topic does not hold what was sent to it' },
  PROGRESS_UNAVAILABLE: { kind: 'broken', title: 'The database of the exchange cannot be reached' },
  LEDGER_UNREACHABLE: { kind: 'broken', title: 'No ledger answers' },
  FOLDER_IN_USE: { kind: 'broken', title: 'Another program works in this folder' },
  CONFIGURATION: { kind: 'broken', title: 'The configuration is not usable' },
  NOT_READY: { kind: 'broken', title: 'The service is not ready' },
  INTERNAL: { kind: 'broken', title: 'The service could not complete the request' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

/** Where and why, without confidential values: `path` is a JSON path or field, `reason` one plain sentence. */
export interface ErrorDetail {
  readonly path?: string;
  readonly reason: string;
}

/** The only error the system throws on purpose. `details` must never quote a confidential value. */
export class LedgerError extends Error {
  readonly details: readonly ErrorDetail[];

  constructor(
    readonly code: ErrorCode,
    details: ErrorDetail | string | readonly ErrorDetail[] = [],
    options?: ErrorOptions,
  ) {
    const list = typeof details === 'string' ? [{ reason: details }] : isList(details) ? details : [details];
    const said = list
      .map(({ path, reason }) => (path === undefined || path === '' ? reason : `${path}: ${reason}`))
      .join('; ');
    super(said === '' ? errorTable[code].title : `${errorTable[code].title}: ${said}`, options);
    this.name = 'LedgerError';
    this.details = list;
  }

  get kind(): ErrorKind {
    return errorTable[this.code].kind;
  }

  get title(): string {
    return errorTable[this.code].title;
  }
}

const isList = (details: ErrorDetail | readonly ErrorDetail[]): details is readonly ErrorDetail[] =>
  Array.isArray(details);
