import type { PublicationOnRecord } from '#libs/domain';
import { isJsonObject, type RecordedEvent } from '#libs/ledger';

/**
 * What everyone may see by the record alone: digests of renditions and of released fields, with how many publications show each. The same
 * rendition may stand in several streams; it goes when the last of them is withdrawn.
 */
export class PublicRecord {
  private readonly shown = new Map<string, number>();
  private readonly releases = new Map<string, readonly string[]>();
  /** Digests that were shown once and are not now. */
  readonly takenBack = new Set<string>();

  /** One letter's publications have become others. */
  move(before: readonly PublicationOnRecord[], after: readonly PublicationOnRecord[]): void {
    if (before === after) return;
    for (const digest of digestsOf(after)) this.count(digest, 1);
    for (const digest of digestsOf(before)) this.count(digest, -1);
  }

  /** An event of a press release, whose documents everyone may see until it is withdrawn. */
  takeRelease({ stream, type, data }: RecordedEvent): void {
    const before = this.releases.get(stream) ?? [];
    const rendition = data['rendition'];
    const digest = isJsonObject(rendition) ? rendition['digest'] : undefined;
    const added = typeof digest === 'string' ? [...before, digest] : before;
    const after = type === 'PressReleaseWithdrawn' ? [] : added;
    this.releases.set(stream, after);
    for (const shown of after) this.count(shown, 1);
    for (const shown of before) this.count(shown, -1);
  }

  shows(digest: string): boolean {
    return this.shown.has(digest);
  }

  /** The digests of all that is shown. */
  get all(): readonly string[] {
    return [...this.shown.keys()];
  }

  private count(digest: string, change: 1 | -1): void {
    const publications = (this.shown.get(digest) ?? 0) + change;
    if (publications > 0) {
      this.shown.set(digest, publications);
      this.takenBack.delete(digest);
    } else {
      this.shown.delete(digest);
      this.takenBack.add(digest);
    }
  }
}

const digestsOf = (publications: readonly PublicationOnRecord[]): readonly string[] =>
  publications
    .filter(({ withdrawn }) => !withdrawn)
    .flatMap(({ rendition, released }) => [
      ...(rendition === undefined ? [] : [rendition]),
      ...released.flatMap(({ digests }) => digests),
    ]);
