import { allegationStream, parseReference, streamOf } from '#libs/domain';
import type { RecordedEvent } from '#libs/ledger';

/** Which allegations stand behind which letters, and which became one; all by their streams. */
export class AllegationLinks {
  private readonly behind = new Map<string, Set<string>>();
  private readonly letters = new Map<string, Set<string>>();
  private readonly merged = new Map<string, Set<string>>();

  take({ stream, type, data }: RecordedEvent): void {
    if (type === 'AllegationMerged') {
      const into = allegationStream(String(data['into']));
      add(this.merged, into, stream);
      add(this.merged, stream, into);
    }
    if (type !== 'AllegationLinked') return;
    const letter = streamOf(parseReference(String(data['reference'])));
    add(this.behind, letter, stream);
    add(this.letters, stream, letter);
  }

  /** The allegations that were linked to a letter, with all that became one with them. */
  allegationsBehind(letter: string): readonly string[] {
    return [...new Set([...(this.behind.get(letter) ?? [])].flatMap((stream) => this.together(stream)))];
  }

  /** The letters that an allegation, or one that became one with it, was linked to. */
  lettersOf(allegation: string): readonly string[] {
    return [...new Set(this.together(allegation).flatMap((stream) => [...(this.letters.get(stream) ?? [])]))];
  }

  /** An allegation with the one it was merged into and all that were merged into either, and so on: they are about the same. */
  together(allegation: string): readonly string[] {
    const found = new Set([allegation]);
    for (const stream of found) for (const other of this.merged.get(stream) ?? []) found.add(other);
    return [...found];
  }
}

function add(lists: Map<string, Set<string>>, key: string, value: string): void {
  lists.set(key, (lists.get(key) ?? new Set()).add(value));
}
