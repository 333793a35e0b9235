import type { LetterType } from '../communication/letter-types.js';

/** The part of a letter's record that windows are counted from. */
export interface WindowedLetter {
  readonly type: LetterType;
  readonly on: string;
  readonly publicationWindow: { readonly days: number; readonly printed: string } | null;
  readonly replyAskedBy: string | null;
}

/** A dated rule, as adopted by `PolicyAdopted {file, digest}`. Files are only added; one is never edited. */
export interface Policy {
  /** The file's name, by which events cite the rule. */
  readonly file: string;
  /** Letters of this day and later, until another file of the same subject begins. */
  readonly from: string;
  readonly rule: string;
  /** Where the rule was read, and whether an official text confirms it. */
  readonly source: string;
}

/** A policy that counts days from the date on the letter; `days` is null when the rule names no number of days. */
export interface WindowPolicy extends Policy {
  readonly days: number | null;
}

/** The files that give one kind of window, oldest first: a new rule is a file put at the end. */
export interface WindowFiles {
  readonly printed: readonly [WindowPolicy, ...WindowPolicy[]];
  /** For letters that print nothing, by kind. */
  readonly unprinted: Readonly<Record<'AL' | 'UA' | 'OL', readonly [WindowPolicy, ...WindowPolicy[]]>>;
}

/** The last day of a window and the rule it came from; `dueOn` is null when the rule gives no day. */
export interface Due {
  readonly dueOn: string | null;
  readonly rule: { readonly id: string; readonly sentence: string };
}
