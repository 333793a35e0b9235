import { kindOfLetter, type LetterType } from './letter-types.js';

const joint = { AL: 'JAL', UA: 'JUA', OL: 'JOL' } as const satisfies Record<string, LetterType>;
const printed: ReadonlySet<LetterType> = new Set(['AL', 'UA', 'OL']);

/**
 * The label under which lists and reports print a letter (design page 2.1): with a J in front when two or more mandates sign it. That is
 * derived from their number and never stored. A label that an old list printed, such as JAM, is kept verbatim.
 */
export const reportLabel = (type: LetterType, mandates: number): LetterType =>
  printed.has(type) && mandates >= 2 ? joint[kindOfLetter(type)] : type;
