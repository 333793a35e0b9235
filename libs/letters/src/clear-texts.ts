import { unmarkedNames } from './unmarked-names.js';

/** What is sealed when it is recorded, and where mandate holders are named by their nature. */
const notHeld = /(?:^|\/)documents\/|(?:^|\/)signatories\/\d+\/name$/;

/** Paths of the clear texts of a letter's record, or of what was recorded with it, in which a person seems to be named without a mark. */
export const clearTextsWithNames = (record: object): string[] =>
  textsOf(record, '')
    .filter(([path, text]) => !notHeld.test(path) && unmarkedNames(text).length > 0)
    .map(([path]) => path);

function textsOf(value: unknown, path: string): (readonly [path: string, text: string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => textsOf(member, path === '' ? name : `${path}/${name}`));
}
