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
  const releases = new Map<string, Release>();
  for (const { type, stream, position, data } of events) {
    if (publications.has(type))
      for (const named of namedIn(data.released))
        releases.set(`${stream} ${named.event} ${named.digest}`, {
          ...named,
          publishedAt: position,
          stream,
          isWithdrawn: false,
        });
    if (type !== 'PublicationWithdrawn') continue;
    for (const named of namedIn(data.withdrawn)) {
      const release = releases.get(`${stream} ${named.event} ${named.digest}`);
      if (release) release.isWithdrawn = true;
    }
  }
  return [...releases.values()];
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
