/** Labels printed on letters (AL, UA, OL) and in lists and reports, old ones included. Joint (J) is derived when figures are made. */
export const letterTypes = ['AL', 'UA', 'OL', 'JAL', 'JUA', 'JOL', 'AM', 'JAM', 'JOC'] as const;
export type LetterType = (typeof letterTypes)[number];

export const isLetterType = (value: unknown): value is LetterType =>
  (letterTypes as readonly unknown[]).includes(value);

/** Allegation letter, urgent appeal, other letter. */
export type LetterKind = 'AL' | 'UA' | 'OL';

/** Which of the three kinds of communication a label stands for. */
export function kindOfLetter(type: LetterType): LetterKind {
  if (type === 'UA' || type === 'JUA') return 'UA';
  return type === 'OL' || type === 'JOL' || type === 'JOC' ? 'OL' : 'AL';
}
