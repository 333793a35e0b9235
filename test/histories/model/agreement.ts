import type { ErrorCode } from '#libs/ledger';

import { broken, type Choice, nobody, personOf, pick } from './attempt.js';
import { genevaDay } from './calendar.js';
import { inForce, type LetterNoted, type Model, type RedactionNoted, type Version } from './model.js';

/** Whether it is of the letter as it stands, was proposed since it has, and approved. */
const isOfRecord = ({ versions, recordSince }: LetterNoted, { letter, reply, at, approval }: RedactionNoted): boolean =>
  reply === undefined && letter === versions.at(-1)?.id && at > recordSince && approval !== undefined;

/** What keeps a person from changing the record of a letter that everyone reads or has read. */
export function oneHanded(letter: LetterNoted, choice: Choice): ErrorCode[] {
  if (!letter.publications.some(({ reply }) => reply === undefined)) return [];
  const since = Math.max(letter.recordSince, letter.shownSince);
  const agreed = letter.redactions.filter((one) => isOfRecord(letter, one) && one.at > since);
  const others = agreed.filter(({ by, approval }) => ![by, approval?.by].includes(personOf(choice)));
  return broken({
    PUBLICATION_HELD: letter.holds.length > 0,
    REDACTION_NOT_APPROVED: agreed.length === 0,
    FOUR_EYES: agreed.length > 0 && others.length === 0,
  });
}

/** An approval that is most often one of what is published; and what is wrong with it. */
export function approvalFor(letter: LetterNoted, of: string | undefined, choice: Choice) {
  const approved = letter.redactions.filter(({ approval }) => approval !== undefined);
  const fitting = approved.filter(({ reply }) => reply === of);
  const redaction = choice.odd === 0 ? pick(approved, choice.m) : fitting.at(-1);
  const isRight =
    redaction !== undefined && (of === undefined ? isOfRecord(letter, redaction) : redaction.reply === of);
  const rules = {
    PUBLICATION_HELD: letter.holds.length > 0,
    REDACTION_NOT_APPROVED: redaction?.approval === undefined || !isRight || letter.used.has(redaction.approval.id),
    FOUR_EYES: redaction?.by === personOf(choice),
  };
  return { approval: redaction?.approval?.id ?? nobody, broken: broken(rules) };
}

/**
 * Whether it may be said that the letter was published before: an importer brought it, and nothing was made from here under its number; or all of
 * that was in error and is past its window, where the letter itself has none that ends. The reports of before 2018 are all written here.
 */
export function isOfBefore({ now }: Model, { importedAt, madeHere, versions }: LetterNoted): boolean {
  if (importedAt === undefined || versions.length === 0) return false;
  const isPast = ({ id, windowDue }: Version): boolean =>
    versions.every((one) => one.id !== id) && (windowDue === undefined || genevaDay(now) > windowDue);
  return madeHere.length === 0 || (versions.at(-1)?.windowDue === undefined && madeHere.every(isPast));
}

/** Whether a link of the letter that stands leads to one that is known here and still confidential; an import waits for no other that has no end. */
export function leadsToConfidential(model: Model, { links }: LetterNoted, where: 'here' | 'elsewhere'): boolean {
  const named = links.flatMap(({ text }) => /^link \S+ (.*)$/.exec(text)?.[1] ?? []);
  return named.some((key) => {
    const other = model.letters.get(key);
    const last = other?.versions.at(-1);
    if (other === undefined || last === undefined || inForce(other) !== undefined || other.isVoid) return false;
    const isEndless = last.windowDue === undefined && !(where === 'elsewhere' && isOfBefore(model, other));
    const isOpen = isEndless || (last.windowDue !== undefined && genevaDay(model.now) <= last.windowDue);
    return isOpen || other.holds.length > 0;
  });
}
