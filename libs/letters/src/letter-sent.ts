import type { LetterGround, LetterSent, StateMentioned } from '#libs/domain';
import { addresseeName, isLetterType, isOtherActor } from '#libs/domain';
import { type ErrorDetail, LedgerError } from '#libs/ledger';
import type { Instrument, LetterRecord, Reading, UprRecommendation } from './reading.js';

/** What a reading cannot know and the person who confirms it says. */
export interface Confirmation {
  readonly restsOn: LetterGround;
  readonly documents: LetterSent['documents'];
  /** To whom a letter under `OTH` is: its reference does not say. */
  readonly addressee?: LetterSent['addressee'] | undefined;
}

/** What no letter of this kind prints, so that the person who confirms the reading says it. */
export interface Lack {
  readonly member: 'type' | 'addressee';
  readonly code: 'REFERENCE_INVALID' | 'ADDRESSEE_UNKNOWN';
  readonly detail: ErrorDetail;
}

/** A record of a letter without what is lacking. */
export interface Proposal {
  readonly letter: Omit<LetterSent, 'type' | 'addressee'> & Partial<Pick<LetterSent, 'type' | 'addressee'>>;
  readonly lacks: readonly Lack[];
}

const longestSubject = 1000;

/**
 * The `LetterSent` payload that a reading becomes. Throws `REFERENCE_INVALID` when the letter prints no type, `ADDRESSEE_UNKNOWN` for a
 * letter under `OTH` when nobody says to whom it is.
 */
export function letterSentFrom(reading: Reading, confirmation: Confirmation): LetterSent {
  const { letter, lacks } = proposedLetter(reading, confirmation);
  const { type, addressee } = letter;
  const [lack] = lacks;
  if (lack !== undefined) throw new LedgerError(lack.code, lack.detail);
  if (type === undefined || addressee === undefined) throw new LedgerError('INTERNAL', 'a lack was not told');
  return { ...letter, type, addressee };
}

/**
 * The `LetterSent` payload that a reading proposes. Places, themes, businesses and alleged perpetrators are left to the person who confirms:
 * no rule reads them honestly.
 */
export function proposedLetter({ record }: Reading, { restsOn, documents, addressee }: Confirmation): Proposal {
  const type = isLetterType(record.type) ? record.type : undefined;
  const to = isOtherActor(record.addresseeCode) ? addressee : stateOf(record);
  const lacks = [...(type === undefined ? [typeLacks] : []), ...(to === undefined ? [addresseeLacks] : [])];
  const said = { ...(type === undefined ? {} : { type }), ...(to === undefined ? {} : { addressee: to }) };
  return { letter: { ...said, ...restOf(record), restsOn, documents }, lacks };
}

const stateOf = ({ addresseeName: name }: LetterRecord): LetterSent['addressee'] => ({ name, kind: 'state' });

const typeLacks: Lack = {
  member: 'type',
  code: 'REFERENCE_INVALID',
  detail: { path: 'type', reason: 'the reference line prints no type (AL, UA, OL)' },
};

const addresseeLacks: Lack = {
  member: 'addressee',
  code: 'ADDRESSEE_UNKNOWN',
  detail: { path: 'addressee/name', reason: 'a reference under OTH does not say to whom the letter is' },
};

type Rest = Omit<LetterSent, 'type' | 'addressee' | 'restsOn' | 'documents'>;

function restOf(record: LetterRecord): Rest {
  return {
    on: record.sentOn,
    language: record.language,
    fileCodes: record.fileCodes,
    mandates: record.mandates,
    capacityMandates: capacityOf(record),
    signatories: record.signatures,
    subject: shortened(record.subject ?? 'Not stated in the form the reader knows'),
    themes: [],
    questions: record.questions,
    instruments: [...record.instruments, ...record.furtherInstruments].map(citedInstrument),
    documentsCited: record.citations.map(({ printed, normalised, paragraphs }) => ({
      printed,
      normalised,
      paragraphs: paragraphs.length === 0 ? null : paragraphs.join(', '),
    })),
    upr: record.uprRecommendations.map((each) => citedRecommendation(each, record.uprReviewOn)),
    places: [],
    statesMentioned: statesOf(record),
    allegedPerpetrators: [],
    businesses: [],
    earlierReferences: record.earlierReferences,
    otherRecipients: record.otherRecipients,
    interimMeasures: record.interimMeasuresAsked,
    pressClause: record.pressReleaseAnnounced,
    publicationWindow: windowOf(record),
    replyAskedBy: record.replyAskedBy,
    individuals: 'unspecified',
  };
}

function capacityOf({ capacityMandates, mandateResolutions }: LetterRecord): LetterSent['capacityMandates'] {
  const byMandate = new Map(mandateResolutions.map(({ mandate, resolution }) => [mandate, resolution]));
  return capacityMandates.map((mandate) => ({ mandate, resolution: byMandate.get(mandate) ?? null }));
}

/** Cut at a word, so that the clear record stays a title; the whole sentence stands in the document. */
function shortened(subject: string): string {
  if (subject.length <= longestSubject) return subject;
  return `${subject.slice(0, subject.lastIndexOf(' ', longestSubject - 2))} …`;
}

const citedInstrument = ({ name, articles, status, date }: Instrument): LetterSent['instruments'][number] => ({
  name,
  articles: articles.slice(0, 60),
  verb: status,
  on: date,
});

const citedRecommendation = (
  { numbers, state, position }: UprRecommendation,
  on: string | null,
): LetterSent['upr'][number] => ({
  on,
  numbers: [numbers],
  state,
  position: position === 'supported' || position === 'noted' ? position : null,
});

function statesOf({ addresseeCode, statesMentioned }: LetterRecord): StateMentioned[] {
  if (isOtherActor(addresseeCode)) return [...statesMentioned];
  const printed = addresseeName(addresseeCode) ?? addresseeCode;
  return [{ printed, code: addresseeCode, role: 'addressee' }, ...statesMentioned];
}

const windowOf = ({ publicationWindowDays: days, publicationWindowPrinted: printed }: LetterRecord) =>
  days === null || printed === null ? null : { days, printed };
