import { type FigureDefinitions, figureDefinitions2025 } from '#libs/domain';

import type { CountedLetter } from './counted-letters.js';
import { wholePercent } from './rounding.js';

/** One thing counted, and the letters to open to see why. */
export interface Counted {
  /** A reference, the event of a reply, or an addressee, whichever is counted. */
  readonly id: string;
  readonly references: readonly string[];
}

export interface Figure {
  readonly definition: string;
  readonly value: number;
  /** What was counted; for a sum, the letters that add to it. */
  readonly list: readonly Counted[];
}

export interface Share extends Figure {
  readonly of: number;
  /** Whole per cent, half rounded up; `null` of nothing. */
  readonly percent: number | null;
}

type Definition = keyof FigureDefinitions['definitions'];

export const listed = ({ reference }: CountedLetter): Counted => ({ id: reference, references: [reference] });

export const figure = (definition: Definition, list: readonly Counted[], value = list.length): Figure => ({
  definition: figureDefinitions2025.definitions[definition],
  value,
  list,
});

export const share = (definition: Definition, list: readonly Counted[], of: number): Share => ({
  ...figure(definition, list),
  of,
  percent: wholePercent(list.length, of),
});
