import { headsStream, keysStream, LedgerError, policyStream, type RecordedEvent, streamKind } from '#libs/ledger';
import type { HeadsAudience } from '../heads-file.js';
import { HeadsLedger, type HeadsList } from '../heads.js';

/** Whose bundle is to be made, and the position of the HeadsRecorded statement on which it rests. */
export interface Readers {
  readonly audience: HeadsAudience;
  readonly code: string;
  readonly headsPosition: number;
}

/** What goes into a bundle for readers. */
export interface Selection {
  /** Positions of its statements, ascending. */
  readonly positions: readonly number[];
  /** The list as the heads recorded it. */
  readonly list: HeadsList;
}

interface StreamFacts {
  readonly positions: number[];
  belongs: boolean;
  published: boolean;
  forAll: boolean;
}

/**
 * Chooses the statements of an addressee's or public bundle from all events of the ledger, in order of position (design 7.5): the
 * listed streams with their later entries, streams of the file that began at or after the heads, `ledger-keys`, `ledger-policy` and
 * the one heads statement. A stream that began before the heads without being listed is left out. Throws `POSITION_UNKNOWN` when
 * there is no heads record for these readers at that position.
 */
export function selectForReaders(events: Iterable<RecordedEvent>, readers: Readers): Selection {
  const choice = new ReadersChoice(readers);
  for (const event of events) choice.see(event);
  return choice.selection;
}

/** The same as the events come, each once and in order; of each only its position is kept. */
export class ReadersChoice {
  private readonly ledger = new HeadsLedger();
  private readonly streams = new Map<string, StreamFacts>();
  private list: HeadsList | undefined;

  constructor(private readonly readers: Readers) {}

  see(event: RecordedEvent): void {
    const { readers, ledger } = this;
    if (event.position === readers.headsPosition) this.list = listAt(event, ledger, readers);
    if (event.position < readers.headsPosition) ledger.add(event);
    note(this.streams, event, readers.code);
  }

  /** What was chosen of the events seen. */
  get selection(): Selection {
    const { readers, list } = this;
    if (list === undefined) throw new LedgerError('POSITION_UNKNOWN', 'there is no record of heads at this position');
    const positions = [readers.headsPosition];
    for (const [stream, facts] of this.streams)
      if (list.has(stream) || isOwn(stream) || isLater(stream, facts, readers))
        for (const position of facts.positions) positions.push(position);
    return { positions: positions.sort((a, b) => a - b), list };
  }
}

function listAt(event: RecordedEvent, ledger: HeadsLedger, { code, audience }: Readers): HeadsList | undefined {
  const isRecord =
    event.stream === headsStream && event.type === 'HeadsRecorded' && event.data['audience'] === audience;
  return isRecord ? ledger.list(code, audience) : undefined;
}

function note(streams: Map<string, StreamFacts>, event: RecordedEvent, code: string): void {
  const facts = streams.get(event.stream) ?? {
    positions: [],
    belongs: false,
    published: false,
    forAll: event.data['audience'] === 'all',
  };
  facts.positions.push(event.position);
  facts.belongs ||= event.codes.includes(code);
  facts.published ||= event.type === 'LetterPublished';
  streams.set(event.stream, facts);
}

const isOwn = (stream: string): boolean => stream === keysStream || stream === policyStream;

/** A stream of the file that began at or after the heads and may be read by these readers. */
function isLater(stream: string, facts: StreamFacts, { audience, headsPosition }: Readers): boolean {
  if (!facts.belongs || (facts.positions[0] ?? 0) < headsPosition) return false;
  const kind = streamKind(stream);
  if (kind === 'communication') return audience === 'addressee' || facts.published;
  return kind === 'press_release' || (kind === 'follow_up' && facts.forAll);
}
