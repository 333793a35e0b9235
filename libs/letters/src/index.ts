export type { Evidence } from './evidence.js';
export { clearTextsWithNames } from './clear-texts.js';
export { doubtsAbout } from './doubts.js';
export { type Confirmation, type Lack, letterSentFrom, type Proposal, proposedLetter } from './letter-sent.js';
export { letterText } from './letter-text.js';
export { readLetter } from './read-letter.js';
export type {
  Citation,
  Instrument,
  InstrumentStatus,
  LetterRecord,
  MandateResolution,
  Question,
  Reading,
  Signature,
  UprRecommendation,
} from './reading.js';
export type { PrintedState } from './states-mentioned.js';
export type { Flag } from './view.js';
