import type { RecordedEvent } from '#libs/ledger';
import { compareText, toHex } from './bytes.js';
import { sha256 } from './platform.js';

export type HeadsAudience = 'addressee' | 'public';

/** Every listed stream of one code with its last revision. */
export type HeadsList = ReadonlyMap<string, number>;

/** The text of `heads/<CODE>.txt`: `<stream> <head>` and a line feed per stream, in byte order of the names. */
export const formatHeadsList = (list: HeadsList): string =>
  [...list]
    .sort(([a], [b]) => compareText(a, b))
    .map(([stream, head]) => headsLine(stream, head))
    .join('');

const headsLine = (stream: string, head: number): string => `${stream} ${head}\n`;

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

/** What a HeadsRecorded discloses for one code: entries, fingerprint of the list, streams. */
export interface HeadsValue {
  /** Σ (head + 1). */
  readonly events: number;
  /** SHA-256 of the list's text, lowercase hex. */
  readonly list: string;
  readonly streams: number;
}

export function headsValue(list: HeadsList): HeadsValue {
  const events = [...list.values()].reduce((sum, head) => sum + head + 1, 0);
  return { events, list: toHex(sha256(formatHeadsList(list))), streams: list.size };
}

interface StreamState {
  head: number;
  /** Its line in a list, made when it is asked for. */
  line: string | undefined;
  codes: readonly string[];
  published: boolean;
}

interface FileStream {
  readonly stream: string;
  readonly state: StreamState;
}

interface CodeFile {
  readonly streams: FileStream[];
  isSorted: boolean;
}

/**
 * The lists of a ledger, kept as it grows. A stream belongs to a code's file when any of its statements has that code; the public
 * list holds a communication once its LetterPublished is recorded, for ever (design pages 7.1 and 7.4).
 */
export class HeadsLedger {
  private readonly streams = new Map<string, StreamState>();
  /** The streams of each code's file, in byte order of their names once they were asked for. */
  private readonly files = new Map<string, CodeFile>();
  /** Values worked out since the last event of the file they are about. */
  private readonly values = new Map<string, { [audience in HeadsAudience]?: HeadsValue }>();
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
    const state = this.streams.get(event.stream) ?? { head: -1, line: undefined, codes: [], published: false };
    state.head = event.revision;
    state.line = undefined;
    state.published ||= event.type === 'LetterPublished';
    this.streams.set(event.stream, state);
    for (const code of event.codes) if (!state.codes.includes(code)) this.putIn(code, event.stream, state);
    for (const code of state.codes) this.values.delete(code);
    if (event.type === 'LedgerFounded' || event.type === 'CodesAdopted') this.adopt(event.data['codes']);
    this.next = event.position + 1;
  }

  /** The last revision of a stream; −1 when it has no event. */
  head(stream: string): number {
    return this.streams.get(stream)?.head ?? -1;
  }

  list(code: string, audience: HeadsAudience): HeadsList {
    return new Map(this.listed(code, audience).map(({ stream, state }) => [stream, state.head]));
  }

  /** What a HeadsRecorded says now of a code; worked out again only when its file has grown. */
  value(code: string, audience: HeadsAudience): HeadsValue {
    const known = this.values.get(code) ?? {};
    this.values.set(code, known);
    return (known[audience] ??= this.valueNow(code, audience));
  }

  private valueNow(code: string, audience: HeadsAudience): HeadsValue {
    const listed = this.listed(code, audience);
    let [text, events] = ['', 0];
    for (const { stream, state } of listed) {
      text += state.line ??= headsLine(stream, state.head);
      events += state.head + 1;
    }
    return { events, list: toHex(sha256(text)), streams: listed.length };
  }

  private listed(code: string, audience: HeadsAudience): readonly FileStream[] {
    const file = this.files.get(code);
    if (file === undefined) return [];
    if (!file.isSorted) file.streams.sort((a, b) => compareText(a.stream, b.stream));
    file.isSorted = true;
    if (audience === 'addressee') return file.streams;
    return file.streams.filter(({ stream, state }) => state.published || !stream.startsWith('communication-'));
  }

  private putIn(code: string, stream: string, state: StreamState): void {
    state.codes = [...state.codes, code];
    if (/^(ledger|report)-/.test(stream)) return;
    const file = this.files.get(code) ?? { streams: [], isSorted: true };
    file.streams.push({ stream, state });
    file.isSorted = false;
    this.files.set(code, file);
  }

  private adopt(codes: unknown): void {
    if (Array.isArray(codes)) codes.forEach((code) => this.inForce.add(String(code)));
  }
}
