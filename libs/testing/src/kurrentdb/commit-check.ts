/** The revision a client expects the stream to have, `-1` for a stream that does not exist, or one of the two that state none. */
export type Expected = number | 'any' | 'stream_exists';

/** What the check knows of the stream an append goes to, including what is being written. */
export interface StreamKnown {
  /** Its last revision; `-1` while it does not exist. */
  readonly last: number;
  idAt(revision: number): string | undefined;
  /** The revision this id was given since the process started; what was written before is forgotten, as in the real server. */
  recent(id: string): number | undefined;
}

export type CommitCheck =
  { readonly kind: 'write' } | { readonly kind: 'repeated'; readonly last: number } | { readonly kind: 'wrong' };

/**
 * Whether an append may be written, was written already, or contradicts the stream, as KurrentDB 26.1 decides it (`IndexWriter.CheckCommit`):
 * only ids are compared, never payloads; with a stated revision the ids are looked for exactly there, otherwise among recent ones.
 */
export function checkCommit(stream: StreamKnown, expected: Expected, ids: readonly string[]): CommitCheck {
  if (expected === 'stream_exists' && stream.last < 0) return { kind: 'wrong' };
  if (typeof expected === 'number' && expected >= stream.last) {
    return { kind: expected === stream.last ? 'write' : 'wrong' };
  }
  const places = ids.map((id, index) => placeOf(stream, expected, id, index));
  const unwritten = places.indexOf(undefined);
  if (unwritten === -1 && ids.length > 0) return { kind: 'repeated', last: places.at(-1) ?? -1 };
  // Some are there and others are not: whoever sent this has another stream in mind.
  if (unwritten > 0) return { kind: 'wrong' };
  return { kind: typeof expected === 'number' ? 'wrong' : 'write' };
}

function placeOf(stream: StreamKnown, expected: Expected, id: string, index: number): number | undefined {
  if (typeof expected !== 'number') return stream.recent(id);
  const revision = expected + 1 + index;
  return stream.idAt(revision) === id ? revision : undefined;
}
