import { LedgerError } from '#libs/ledger';
import { type Capacity, capacityOf } from './capacity.js';
import { citationsOf, symbolsOf } from './citations.js';
import { type Clauses, clausesOf } from './clauses.js';
import { earlierReferences } from './earlier-references.js';
import { evidenceOf } from './evidence.js';
import { type Instruments, instrumentsOf } from './instruments.js';
import { languageOf } from './language.js';
import { headerMandates } from './mandates.js';
import { questionsOf } from './questions.js';
import type { LetterRecord, Reading } from './reading.js';
import { otherRecipients } from './recipients.js';
import { printedReference } from './reference.js';
import { remarksOn } from './remarks.js';
import { looksLikeLetter, type Sections, sectionsOf } from './sections.js';
import { sentOn } from './sent-on.js';
import { signaturesOf } from './signatories.js';
import { recipient } from './state-names.js';
import { statesMentioned } from './states-mentioned.js';
import { subjectOf } from './subject.js';
import { uprOf } from './upr.js';
import { joined, type Span, type View, viewOf } from './view.js';

/** The longest letters with all annexes have a fifth of this, in UTF-16 units. */
const longest = 1_048_576;

/**
 * Reads the text of a letter of the Special Procedures into a proposed record (design page 2.8), with the words that each field rests on and
 * flags for the person who confirms it. Throws `LETTER_UNREADABLE`, `LETTER_WITHOUT_REFERENCE`, `REFERENCE_INVALID`,
 * `ADDRESSEE_UNKNOWN`, `LETTER_WITHOUT_DATE` or `DATE_INVALID`; what else is missing is flagged.
 */
export function readLetter(text: string): Reading {
  if (text.length > longest) throw new LedgerError('LETTER_UNREADABLE', 'it is longer than any letter');
  const view = viewOf(text);
  if (!looksLikeLetter(view)) throw new LedgerError('LETTER_UNREADABLE');
  const found = readAll(view, sectionsOf(view));
  const record = recordOf(view, found);
  const evidence = Object.entries(placesOf(found))
    .map(([field, at]) => [field, evidenceOf(text, view, at)] as const)
    .filter(([, quotes]) => quotes.length > 0);
  const flags = [
    ...found.reference.flags,
    ...found.date.flags,
    ...found.capacity.flags,
    ...found.questions.flags,
    ...found.earlier.flags,
    ...found.instruments.flags,
    ...found.citations.flags,
    ...remarksOn(record),
  ];
  return { record, evidence: Object.fromEntries(evidence), flags };
}

interface Everything {
  readonly sections: Sections;
  readonly reference: ReturnType<typeof printedReference>;
  readonly date: ReturnType<typeof sentOn>;
  readonly mandates: ReturnType<typeof headerMandates>;
  readonly capacity: Capacity;
  readonly subject: ReturnType<typeof subjectOf>;
  readonly questions: ReturnType<typeof questionsOf>;
  readonly clauses: Clauses;
  readonly recipients: ReturnType<typeof otherRecipients>;
  readonly earlier: ReturnType<typeof earlierReferences>;
  readonly instruments: Instruments;
  readonly citations: ReturnType<typeof citationsOf>;
  readonly upr: ReturnType<typeof uprOf>;
  readonly signatures: ReturnType<typeof signaturesOf>;
}

function readAll(view: View, sections: Sections): Everything {
  const reference = printedReference(view, sections.header);
  return {
    sections,
    reference,
    date: sentOn(view, sections.header),
    mandates: headerMandates(view, sections.header),
    capacity: capacityOf(view, sections.body),
    subject: subjectOf(view, sections.body),
    questions: questionsOf(view, sections.body),
    clauses: clausesOf(view, sections.body),
    recipients: otherRecipients(view, sections.body),
    earlier: earlierReferences(view, reference),
    instruments: instrumentsOf(view),
    citations: citationsOf(view),
    upr: uprOf(view),
    signatures: signaturesOf(view, sections.signatures),
  };
}

function recordOf(view: View, found: Everything): LetterRecord {
  const { reference, sections, clauses } = found;
  const key = `${reference.code} ${reference.serial}/${reference.year}`;
  const greeting = sections.salutation;
  return {
    reference: reference.type === null ? key : `${reference.type} ${key}`,
    type: reference.type,
    addresseeCode: reference.code,
    addresseeName: reference.addresseeName,
    serial: reference.serial,
    year: reference.year,
    sentOn: found.date.value,
    language: languageOf(view),
    salutation: greeting ? joined(view.text.slice(greeting.start, greeting.end)) : null,
    fileCodes: reference.fileCodes,
    mandates: found.mandates.value,
    capacityMandates: found.capacity.mandates.value,
    resolutions: found.capacity.resolutions.value,
    mandateResolutions: found.capacity.pairs,
    questions: found.questions.value,
    publicationWindowDays: clauses.publicationWindow.value?.days ?? null,
    pressReleaseAnnounced: clauses.pressRelease.value,
    interimMeasuresAsked: clauses.interimMeasures.value,
    otherAddressees: found.recipients.value,
    earlierReferences: found.earlier.value,
    instruments: found.instruments.bound.value,
    documentsCited: symbolsOf(found.citations.value),
    uprRecommendations: found.upr.value,
    signatories: found.signatures.value.map(({ name }) => name),
    subject: found.subject.value,
    publicationWindowPrinted: clauses.publicationWindow.value?.printed ?? null,
    replyAskedBy: clauses.replyAskedBy.value,
    furtherInstruments: found.instruments.further,
    citations: found.citations.value,
    uprReviewOn: found.upr.on,
    signatures: found.signatures.value,
    otherRecipients: found.recipients.value.map(recipient),
    statesMentioned: statesMentioned(view, sections.body),
  };
}

/** The places in the text that each field of the record rests on. */
function placesOf(found: Everything): Record<string, readonly Span[]> {
  const key = [found.reference.span];
  const { clauses, sections } = found;
  return {
    reference: key,
    type: found.reference.type === null ? [] : key,
    addresseeCode: key,
    serial: key,
    year: key,
    fileCodes: found.reference.fileCodes.length === 0 ? [] : key,
    sentOn: found.date.at,
    salutation: sections.salutation ? [sections.salutation] : [],
    mandates: found.mandates.at,
    capacityMandates: found.capacity.mandates.at,
    resolutions: found.capacity.resolutions.at,
    subject: found.subject.at,
    questions: found.questions.at,
    publicationWindowDays: clauses.publicationWindow.at,
    pressReleaseAnnounced: clauses.pressRelease.at,
    interimMeasuresAsked: clauses.interimMeasures.at,
    replyAskedBy: clauses.replyAskedBy.at,
    otherAddressees: found.recipients.at,
    earlierReferences: found.earlier.at,
    instruments: found.instruments.bound.at,
    documentsCited: found.citations.at,
    uprRecommendations: found.upr.at,
    signatories: found.signatures.at,
  };
}
