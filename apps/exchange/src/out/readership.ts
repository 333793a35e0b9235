import { type AgencyEntitlement, maySee, neverShared, referenceOfStream, type StreamStanding } from '#libs/domain';
import { type RecordedEvent, type StreamKind, streamKind } from '#libs/ledger';

/** Who reads a topic. */
export interface Readership {
  /** Changes whenever it may see something else, so that what was sent under an earlier rule is held against the new one. */
  readonly rule: string;
  /** Whether these readers may read a stream that stands so. */
  maySee(stream: StreamStanding): boolean;
}

const hidden: readonly StreamKind[] = [...neverShared, 'handling'];

export const everyone: Readership = {
  rule: 'everyone',
  maySee: ({ kind, label }) => label === 'public' && !hidden.includes(kind),
};

export const readersOf = (entitlement: AgencyEntitlement): Readership => ({
  rule: JSON.stringify(entitlement),
  maySee: (stream) => maySee(entitlement, stream),
});

/**
 * How a stream stands for its readers once this event is in it, as far as the event itself tells; `undefined` for a kind of stream this
 * software does not know, which nobody is shown. What a stream's first event has fixed, later ones do not change.
 */
export function standingAfter(event: RecordedEvent): StreamStanding | undefined {
  const kind = streamKind(event.stream);
  return kind && { kind, codes: codesOf(event), label: labelAfter(kind, event) };
}

function codesOf({ stream, codes }: RecordedEvent): readonly string[] {
  const letter = referenceOfStream(stream);
  return letter === undefined || codes.includes(letter.code) ? codes : [...codes, letter.code];
}

function labelAfter(kind: StreamKind, { type, data }: RecordedEvent): StreamStanding['label'] {
  switch (kind) {
    case 'report':
    case 'press_release':
    case 'ledger-policy':
    case 'ledger-keys':
    case 'ledger-heads':
      return 'public';
    case 'communication':
      return type === 'LetterPublished' ? 'public' : 'addressee_facing';
    case 'follow_up':
      return data['audience'] === 'all' ? 'public' : 'internal';
    case 'handling':
    case 'allegation':
    case 'access':
    case 'subject':
      return 'internal';
  }
}

/** The streams of the letters that a press release names; what they say must be public before it is. */
export function lettersNamedBy({ stream, data }: RecordedEvent): readonly string[] {
  if (streamKind(stream) !== 'press_release') return [];
  const references: readonly unknown[] = Array.isArray(data['references']) ? data['references'] : [];
  return references.flatMap((reference) => (typeof reference === 'string' ? [letterStream(reference)] : []));
}

/** `communication-KHM-1-2025` for the key `KHM 1/2025`; a text of another form names a stream that never is. */
const letterStream = (key: string): string => `communication-${key.replace(/[ /]/g, '-')}`;

/** Whether an event makes the letter of its stream public. */
export const publishes = ({ stream, type }: RecordedEvent): boolean =>
  type === 'LetterPublished' && streamKind(stream) === 'communication';
