import { allegationStream, parseReference, streamOf } from '#libs/domain';
import type { RecordedEvent } from '#libs/ledger';

/** Which allegations stand behind which letters, and which were merged into which; all by their streams. */
export class AllegationLinks {
  private readonly behind = new Map<string, Set<string>>();
  private readonly letters = new Map<string, Set<string>>();
  private readonly merged = new Map<string, Set<string>>();

  take({ stream, type, data }: RecordedEvent): void {
    if (type === 'AllegationMerged') add(this.merged, allegationStream(String(data['into'])), stream);
    if (type !== 'AllegationLinked') return;
    const letter = streamOf(parseReference(String(data['reference'])));
    add(this.behind, letter, stream);
    add(this.letters, stream, letter);
  }

  /** The allegations that were linked to a letter, and those that were merged into them. */
  allegationsBehind(letter: string): readonly string[] {
    return [...new Set([...(this.behind.get(letter) ?? [])].flatMap((stream) => this.withMerged(stream)))];
  }

  /** The letters that an allegation was linked to. */
  lettersOf(allegation: string): readonly string[] {
    return [...(this.letters.get(allegation) ?? [])];
  }

  /** An allegation with those that were merged into it, and into them. None is merged into itself or after its end, so that this ends. */
  withMerged(allegation: string): readonly string[] {
    return [allegation, ...[...(this.merged.get(allegation) ?? [])].flatMap((stream) => this.withMerged(stream))];
  }
}

function add(lists: Map<string, Set<string>>, key: string, value: string): void {
  lists.set(key, (lists.get(key) ?? new Set()).add(value));
}
