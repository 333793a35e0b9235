import { lettersNamed, type NamedText } from '#libs/domain';
import type { Json, JsonObject, RecordedEvent } from '#libs/ledger';

import { streamsOfLetters } from '../letters-by-key.js';

/** Press releases and follow-ups by the letters that they name. */
export class PublicTexts {
  private readonly about = new Map<string, Set<string>>();
  /** Follow-ups that only staff read. */
  private readonly internal = new Set<string>();

  take({ stream, revision, data }: RecordedEvent): void {
    if (revision === 0 && data['audience'] === 'staff') this.internal.add(stream);
    for (const letter of streamsOfLetters(lettersNamed([], textsIn(data))))
      this.about.set(letter, (this.about.get(letter) ?? new Set()).add(stream));
  }

  /** The streams of what everyone reads at once and names any of these letters, in a list or in running text. */
  namingLetters(letters: readonly string[]): readonly string[] {
    const naming = letters.flatMap((letter) => [...(this.about.get(letter) ?? [])]);
    return [...new Set(naming.filter((stream) => !this.internal.has(stream)))];
  }

  /** The streams of follow-ups that name the letter, those that only staff read among them. */
  followUpsNaming(letter: string): readonly string[] {
    return [...(this.about.get(letter) ?? [])].filter((stream) => stream.startsWith('follow_up-'));
  }
}

/** The texts and lists of texts of a payload, references among them. */
const textsIn = (data: JsonObject): readonly NamedText[] =>
  Object.entries(data).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly Json[]) : [value])
      .filter((item) => typeof item === 'string')
      .map((text): NamedText => [name, text]),
  );
