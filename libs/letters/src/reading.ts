import type { Evidence } from './evidence.js';
import type { Recipient } from './state-names.js';
import type { PrintedState } from './states-mentioned.js';
import type { Flag } from './view.js';

/** A numbered question; `asks` counts the separate requests in it. */
export interface Question {
  readonly number: number;
  readonly text: string;
  readonly asks: number;
}

/** The act of the State that the letter prints beside an instrument; `none` when it prints none. */
export type InstrumentStatus = 'ratified' | 'acceded' | 'signed' | 'adopted' | 'none';

/** An instrument of international law as the letter names it; `date` is an ISO date, or a year when only that is printed. */
export interface Instrument {
  readonly name: string;
  readonly short?: string;
  readonly status: InstrumentStatus;
  readonly date: string | null;
  /** Articles printed directly beside the name, in order of appearance. */
  readonly articles: readonly string[];
}

/** A UN document symbol as printed and as it should read, with the paragraphs printed beside it. */
export interface Citation {
  readonly printed: string;
  readonly normalised: string;
  readonly paragraphs: readonly string[];
}

export interface UprRecommendation {
  /** One number (`139.74`) or a range (`139.68-139.90`). */
  readonly numbers: string;
  readonly state: string | null;
  readonly position: string | null;
}

export interface Signature {
  readonly name: string;
  readonly capacity: string;
}

export interface MandateResolution {
  readonly mandate: string;
  readonly resolution: string;
}

/** What a letter says, in the shape that `ledger read --json` promises; members after `signatories` are additions to it. */
export interface LetterRecord {
  readonly reference: string;
  /** The label printed before the code; null when the reference carries none. */
  readonly type: string | null;
  readonly addresseeCode: string;
  readonly addresseeName: string;
  readonly serial: number;
  readonly year: number;
  readonly sentOn: string;
  readonly language: string;
  readonly salutation: string | null;
  readonly fileCodes: readonly string[];
  readonly mandates: readonly string[];
  readonly capacityMandates: readonly string[];
  readonly resolutions: readonly string[];
  readonly mandateResolutions: readonly MandateResolution[];
  readonly questions: readonly Question[];
  readonly publicationWindowDays: number | null;
  readonly pressReleaseAnnounced: boolean;
  readonly interimMeasuresAsked: boolean;
  readonly otherAddressees: readonly string[];
  readonly earlierReferences: readonly string[];
  /** The instruments with a printed act of the State, and ILO conventions named by number. */
  readonly instruments: readonly Instrument[];
  readonly documentsCited: readonly string[];
  readonly uprRecommendations: readonly UprRecommendation[];
  readonly signatories: readonly string[];

  readonly subject: string | null;
  /** The words of the publication clause that give the window, such as `within 60 days`. */
  readonly publicationWindowPrinted: string | null;
  /** An ISO date, when the letter asks for a reply by one. */
  readonly replyAskedBy: string | null;
  /** Instruments named without an act of the State. */
  readonly furtherInstruments: readonly Instrument[];
  readonly citations: readonly Citation[];
  readonly uprReviewOn: string | null;
  readonly signatures: readonly Signature[];
  /** `otherAddressees` with whom each name means, as far as that can be told. */
  readonly otherRecipients: readonly Recipient[];
  /** States that the introduction names, with what they are named as. */
  readonly statesMentioned: readonly PrintedState[];
}

/** A machine's proposal: nothing in it is a fact before a named person has confirmed it. */
export interface Reading {
  readonly record: LetterRecord;
  readonly evidence: Readonly<Record<string, readonly Evidence[]>>;
  readonly flags: readonly Flag[];
}
