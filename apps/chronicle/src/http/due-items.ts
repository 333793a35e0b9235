import { type LetterWarning, type ObligationKind, obligationsOn, warningsOn } from '#libs/projections';

import { deadlines } from '../deadlines.js';
import { referenceOf } from '../stream-reference.js';
import type { LetterRow } from '../views/page-rows.js';
import { nextActWords, warningWords } from '../view-words.js';

/** Something owed with regard to a letter. */
export interface DueItem {
  readonly reference: string;
  readonly kind: ObligationKind;
  /** The last day, YYYY-MM-DD. */
  readonly dueOn: string;
  readonly state: 'due' | 'overdue';
  /** The rule the day came from, in one sentence, and the policy file it stands in. */
  readonly rule: string;
  readonly policy: string;
  /** The next act, in words. */
  readonly next: string;
  /** What to know of the day; it does not move. None where the day is no window's end. */
  readonly warnings: readonly WarningShown[];
}

/** A warning by its code, with its dates and its words. */
export type WarningShown = LetterWarning & { readonly words: string };

export const warningsShown = (obligations: LetterRow['obligations']): readonly WarningShown[] =>
  warningsOn(obligations).map((warning) => ({ ...warning, words: warningWords(warning) }));

/** What is owed with regard to a letter on a day (Europe/Zurich). */
export const dueItems = (
  letter: Pick<LetterRow, 'stream' | 'label' | 'obligations'>,
  day: string,
): readonly DueItem[] =>
  obligationsOn(letter.obligations, day, deadlines).map(({ kind, dueOn, state, rule, next }) => ({
    reference: referenceOf(letter.stream, letter.label),
    kind,
    dueOn,
    state,
    rule: rule.sentence,
    policy: rule.id,
    next: nextActWords[next],
    warnings: kind === 'review' ? [] : warningsShown(letter.obligations),
  }));
