import { isJsonObject, type Json, type RecordedEvent } from '#libs/ledger';

/** A sealed field opened to all by a publication. */
export interface Release {
  /** `jti` of the statement it belongs to. */
  readonly event: string;
  readonly digest: string;
  /** Position of the publication. */
  readonly publishedAt: number;
  readonly stream: string;
  /** A later withdrawal in the same stream took it back. */
  isWithdrawn: boolean;
}

interface Named {
  readonly event: string;
  readonly digest: string;
}

/** The two types that say what they release. */
export const publications: ReadonlySet<string> = new Set(['LetterPublished', 'ReplyPublished']);

/** Every field that publications among these events, in order of position, have released (design 7.5). */
export function releasesOf(events: readonly RecordedEvent[]): Release[] {
  const releases = new Releases();
  for (const event of events) releases.see(event);
  return releases.all;
}

/** The same as the events come, each once, in order of position. */
export class Releases {
  private readonly byName = new Map<string, Release>();

  get all(): Release[] {
    return [...this.byName.values()];
  }

  see({ type, stream, position, data }: RecordedEvent): void {
    if (publications.has(type))
      for (const named of namedIn(data.released))
        this.byName.set(`${stream} ${named.event} ${named.digest}`, {
          ...named,
          publishedAt: position,
          stream,
          isWithdrawn: false,
        });
    if (type !== 'PublicationWithdrawn') return;
    for (const named of namedIn(data.withdrawn)) {
      const release = this.byName.get(`${stream} ${named.event} ${named.digest}`);
      if (release) release.isWithdrawn = true;
    }
  }
}

/** Names one sealed field of the whole ledger. */
export const releaseKey = (event: string, digest: string): string => `${event} ${digest}`;

/** The `[{event, digests}]` of a publication or withdrawal; what is not of that form names nothing. */
function namedIn(list: Json | undefined): Named[] {
  if (!Array.isArray(list)) return [];
  const items: readonly unknown[] = list;
  return items.flatMap((item) => {
    if (!isJsonObject(item) || typeof item.event !== 'string' || !Array.isArray(item.digests)) return [];
    const event = item.event;
    const digests: readonly unknown[] = item.digests;
    return digests.flatMap((digest) => (typeof digest === 'string' ? [{ event, digest }] : []));
  });
}
