import type { RecordedEvent } from '#libs/ledger';
import { compareText, toHex } from './bytes.js';
import { type HeadsAudience, HeadsFile, headsLine, type HeadsValue, type Listed } from './heads-file.js';
import { sha256 } from './platform.js';

/** Every listed stream of one code with its last revision. */
export type HeadsList = ReadonlyMap<string, number>;

/** The text of `heads/<CODE>.txt`: `<stream> <head>` and a line feed per stream, in byte order of the names. */
export const formatHeadsList = (list: HeadsList): string =>
  [...list]
    .sort(([a], [b]) => compareText(a, b))
    .map(([stream, head]) => headsLine(stream, head))
    .join('');

/** The list of a text; `undefined` when it is not in its one form. */
export function parseHeadsList(text: string): HeadsList | undefined {
  const list = new Map<string, number>();
  for (const line of text === '' ? [] : text.split('\n').slice(0, -1)) {
    const match = /^(\S+) (0|[1-9]\d{0,9})$/.exec(line);
    if (match === null) return undefined;
    list.set(match[1] ?? '', Number(match[2]));
  }
  return formatHeadsList(list) === text ? list : undefined;
}

export function headsValue(list: HeadsList): HeadsValue {
  const events = [...list.values()].reduce((sum, head) => sum + head + 1, 0);
  return { events, list: toHex(sha256(formatHeadsList(list))), streams: list.size };
}

interface StreamState {
  readonly stream: string;
  head: number;
  published: boolean;
  /** In the files of its codes. */
  listed: Listed[];
}

/**
 * The lists of a ledger, kept as it grows. A stream belongs to a code's file when any of its statements has that code; the public
 * list holds a communication once its LetterPublished is recorded, for ever (design pages 7.1 and 7.4).
 */
export class HeadsLedger {
  private readonly streams = new Map<string, StreamState>();
  private readonly files = new Map<string, HeadsFile>();
  private readonly inForce = new Set<string>();
  private next = 0;

  /** The number of events taken in, which is the size the lists are true for. */
  get size(): number {
    return this.next;
  }

  /** Codes adopted so far, sorted. */
  get codes(): readonly string[] {
    return [...this.inForce].sort();
  }

  /** Events come in order of their positions, each once. */
  add(event: RecordedEvent): void {
    const state = this.streams.get(event.stream) ?? this.begin(event.stream);
    state.head = event.revision;
    state.published ||= event.type === 'LetterPublished';
    for (const listed of state.listed) listed.changed();
    for (const code of event.codes) this.putIn(code, state);
    if (event.type === 'LedgerFounded' || event.type === 'CodesAdopted') this.adopt(event.data['codes']);
    this.next = event.position + 1;
  }

  /** The last revision of a stream; −1 when it has no event. */
  head(stream: string): number {
    return this.streams.get(stream)?.head ?? -1;
  }

  list(code: string, audience: HeadsAudience): HeadsList {
    return new Map(
      this.files
        .get(code)
        ?.listed(audience)
        .map(({ stream, head }) => [stream, head]),
    );
  }

  /** What a HeadsRecorded says now of a code; worked out again only as far as its file has changed. */
  value(code: string, audience: HeadsAudience): HeadsValue {
    return this.files.get(code)?.value(audience) ?? headsValue(new Map());
  }

  private begin(stream: string): StreamState {
    const state: StreamState = { stream, head: -1, published: false, listed: [] };
    this.streams.set(stream, state);
    return state;
  }

  private putIn(code: string, state: StreamState): void {
    const [first] = state.listed;
    if (first?.file.code === code) return;
    const known = this.files.get(code);
    if ((first && known?.has(state)) || /^(ledger|report)-/.test(state.stream)) return;
    const file = known ?? new HeadsFile(code);
    this.files.set(code, file);
    const listed = file.add(state);
    // Most streams have one code, and no room is left over for more; one that was made up may have thousands, and a list is not made anew for each.
    if (state.listed.length === 0) state.listed = [listed];
    else state.listed.push(listed);
  }

  private adopt(codes: unknown): void {
    if (Array.isArray(codes)) codes.forEach((code) => this.inForce.add(String(code)));
  }
}
