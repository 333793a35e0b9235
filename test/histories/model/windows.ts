import { elapseWindows } from '#libs/domain';

import { letterIn, nobody, type Rule } from './attempt.js';
import { genevaDay } from './calendar.js';
import type { LetterNoted, Model } from './model.js';

/** The windows that have ended and are not on record, each as `response 20217`. */
export function endedNow({ now }: Model, letter: LetterNoted): string[] {
  const { replyDue, windowDue } = letter.versions.at(-1) ?? {};
  const isAnswered = letter.replies.some(
    ({ on, answers }) => answers && replyDue !== undefined && on.heard <= replyDue,
  );
  const ends = [
    ...(replyDue === undefined || isAnswered ? [] : [['ResponseWindowElapsed', replyDue] as const]),
    ...(windowDue === undefined ? [] : [['ConfidentialityWindowElapsed', windowDue] as const]),
  ];
  return ends
    .filter(([, due]) => genevaDay(now) > due)
    .map(([type, due]) => `${type} ${due}`)
    .filter((end) => !letter.ended.has(end));
}

/**
 * The clock looks at every letter; of an import that is not complete it waits a day with what had ended before, and leaves that to the
 * import which knew where the letter was published.
 */
export const look: Rule = (model, choice) => {
  const letter = letterIn(model, choice.n);
  const { importedAt } = letter;
  const isImportedWhole = letter.publications.some((one) => one.elsewhere && one.reply === undefined);
  const waits = (end: string): boolean =>
    importedAt !== undefined &&
    (isImportedWhole || model.now < importedAt + 86_400_000) &&
    genevaDay(importedAt) > Number(end.split(' ')[1]);
  const ended = letter.isVoid ? [] : endedNow(model, letter).filter((end) => !waits(end));
  return {
    broken: [],
    becomes: ended.map((end) => end.split(' ')[0] ?? ''),
    by: { role: 'clock' },
    decide: (ledger) => elapseWindows(ledger.onLetter(letter.key, ''), ledger.communication(letter.key)),
    note: (_, ids) => noteEnds(letter, ended, ids),
  };
};

export function noteEnds(letter: LetterNoted, ended: readonly string[], ids: readonly string[]): void {
  ended.forEach((end, at) => {
    letter.ended.add(end);
    letter.standing.push({ id: ids[at] ?? nobody, type: end.split(' ')[0] ?? '' });
  });
}
