import { type Evidence, evidenceOf } from './evidence.js';
import { matchesIn, phrase, spanOf, viewOf } from './view.js';

const honorific = String.raw`Mr|Mrs|Ms|Miss|Mx|Messrs|Dr|Prof|Professor|Sr|Sra|Srta|Sres|Dra|Mme|Mlle|MM(?=\.)|M(?=\.)|Doña|Señora?|Monsieur|Madame|Madam`;
const part = String.raw`(?:\p{Lu}[\p{L}\p{M}’'-]+|\p{Lu}\.)`;
const particle = String.raw`(?:de la|de los|de|del|da|dos|van der|van den|van|von|bin|bint|ibn|al|el|ben|ould|mint)[- ]`;
const named = phrase(
  String.raw`(?<![\p{L}\p{M}])(?:${honorific})\.? (?:${particle})?${part}(?: (?:${particle})?${part}){0,5}`,
  'gu',
);

/**
 * Persons' names that stand open in a text: an honorific and the capitalised words behind it. A first check only, in no way a proof that
 * a text names nobody: names sealed in an allegation are compared by the registry. Marked names (`[name 1]`) are not found.
 */
export function unmarkedNames(text: string): Evidence[] {
  const view = viewOf(text);
  return evidenceOf(text, view, matchesIn(view, { start: 0, end: view.text.length }, named).map(spanOf));
}
