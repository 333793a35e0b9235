import { LedgerError } from '#libs/ledger';
import type { CommunicationState } from './communication/communication.js';
import { parseReference } from './communication/reference.js';
import { referencesIn } from './references-in-text.js';
import { Distinct } from './validation.js';

/** Keys of letters, `KHM 1/2025`, each once. */
export const References = (): PropertyDecorator => Distinct(100, /^[A-Z]{3} [1-9]\d{0,5}\/[12]\d{3}$/);

/** The letters that a text or a list names, by key. */
export type Letters = ReadonlyMap<string, CommunicationState>;

/** A clear text and where it stands in its payload. */
export type NamedText = readonly [path: string, text: string];

/** Every letter that a payload names, in its list or in its texts. */
export const lettersNamed = (references: readonly string[], texts: readonly NamedText[]): readonly string[] => [
  ...new Set([...references, ...texts.flatMap(([, text]) => referencesIn(text))]),
];

/**
 * Refuses what everyone would read at once and names a letter that is not published, in a list or in running text. An unpublished letter
 * and none at all are refused alike: `LETTER_NOT_PUBLISHED`.
 */
export function refuseUnpublished(references: readonly string[], texts: readonly NamedText[], letters: Letters): void {
  const mentions = [
    ...references.map((key, index) => [`references/${index}`, key] as const),
    ...texts.flatMap(([path, text]) => referencesIn(text).map((key) => [path, key] as const)),
  ];
  const hidden = mentions.filter(([, key]) => letters.get(key)?.published !== true);
  if (hidden.length > 0)
    throw new LedgerError(
      'LETTER_NOT_PUBLISHED',
      hidden.map(([path]) => ({ path, reason: 'names a letter that is not public' })),
    );
}

/** The codes of the addressees whose letters are named, sorted, each once. */
export const codesOf = (references: readonly string[]): string[] =>
  [...new Set(references.map((key) => parseReference(key).code))].sort();
