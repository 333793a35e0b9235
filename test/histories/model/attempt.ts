import type { ErrorCode, ProposedEvent } from '#libs/ledger';

import { genevaDay, type forms, type Moment, momentOf } from './calendar.js';
import type { MemoryLedger, Person } from './memory-ledger.js';
import { type LetterNoted, letterKeys, type Model, oldKey } from './model.js';

/** Numbers that say what exactly is tried; `odd` from 0 to 9 makes some of it wrong. */
export interface Choice {
  readonly who: number;
  readonly n: number;
  readonly m: number;
  readonly odd: number;
  /** Days from today. */
  readonly shift: number;
  readonly form: (typeof forms)[number];
}

/** Something that is tried: what the model holds of it, and how the domain decides it. */
export interface Attempt {
  /** The rules that it would break, by the code of the refusal; none when it must be allowed. */
  readonly broken: readonly ErrorCode[];
  /** The types of the events that it must become, in order. */
  readonly becomes: readonly string[];
  readonly by: Person;
  readonly decide: (ledger: MemoryLedger) => readonly ProposedEvent[];
  /** What the model notes when it is allowed, with the ids of the events. */
  readonly note: (id: string, ids: readonly string[]) => void;
}

export type Rule = (model: Model, choice: Choice) => Attempt;

/** The codes whose condition holds. */
export const broken = (rules: Partial<Record<ErrorCode, boolean>>): ErrorCode[] =>
  (Object.keys(rules) as ErrorCode[]).filter((code) => rules[code]);

export const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

const people = ['Ann', 'Bo', 'Cy'] as const;
export const personOf = ({ who }: Choice): string => people[who % people.length] ?? '';

export const momentIn = (model: Model, { shift, form }: Choice): Moment => momentOf(genevaDay(model.now) + shift, form);

/** Later than tomorrow. */
export const isFuture = (model: Model, on: Moment): boolean => on.first > genevaDay(model.now) + 1;

export function letterIn(model: Model, n: number): LetterNoted {
  const at = n % 10;
  const letter = model.letters.get(
    at === 7 ? oldKey : (letterKeys.filter((key) => key !== oldKey)[at] ?? letterKeys[0]),
  );
  if (letter === undefined) throw new Error('every letter is in the model from the beginning');
  return letter;
}

/** Whether the reply is withheld, and that stands. */
export const isWithheld = ({ standing }: LetterNoted, id: string): boolean =>
  standing.some(({ type, reply }) => type === 'ReplyWithheld' && reply === id);

/** An id that no event has. */
export const nobody = '00000000-0000-8000-8000-999999999999';

/** What nothing about a letter may break. */
export function onLetter(model: Model, letter: LetterNoted, on: Moment): ErrorCode[] {
  const sent = letter.versions.at(-1);
  return broken({
    LETTER_VOID: letter.isVoid,
    LETTER_NOT_SENT: sent === undefined,
    DATE_IN_FUTURE: isFuture(model, on),
    DATE_BEFORE_LETTER: sent !== undefined && on.last < sent.on.first,
  });
}

/** What nothing about a reply may break. */
export function onReply(model: Model, letter: LetterNoted, { on, id }: { on: Moment; id: string }): ErrorCode[] {
  const reply = letter.replies.find((one) => one.id === id);
  return [
    ...onLetter(model, letter, on),
    ...broken({
      REPLY_UNKNOWN: reply === undefined,
      DATE_BEFORE_REPLY: reply !== undefined && on.last < reply.on.first,
    }),
  ];
}
