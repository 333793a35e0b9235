import { compareText, toHex } from './bytes.js';
import { sha256 } from './platform.js';

export type HeadsAudience = 'addressee' | 'public';

/** What a HeadsRecorded discloses for one code: entries, fingerprint of the list, streams. */
export interface HeadsValue {
  /** Σ (head + 1). */
  readonly events: number;
  /** SHA-256 of the list's text, lowercase hex. */
  readonly list: string;
  readonly streams: number;
}

export const headsLine = (stream: string, head: number): string => `${stream} ${head}\n`;

/** What is known of a stream that stands in some code's file. */
export interface ListedStream {
  readonly stream: string;
  readonly head: number;
  readonly published: boolean;
}

type Lines = Omit<HeadsValue, 'list'> & { readonly text: string };

/** A letter's stream is on the public list once it is published, and stays there. */
const isPublic = ({ stream, published }: ListedStream): boolean => published || !stream.startsWith('communication-');

const everyone: readonly HeadsAudience[] = ['addressee', 'public'];
const addresseesOnly: readonly HeadsAudience[] = ['addressee'];

/** A block is split when it has grown to this. */
const mostInBlock = 32;

/** Streams that follow one another in a file, with their lines as they were last asked for. */
class Block {
  private lines: { [audience in HeadsAudience]?: Lines } = {};

  constructor(readonly streams: ListedStream[]) {}

  changed(audiences: readonly HeadsAudience[]): void {
    for (const audience of audiences) delete this.lines[audience];
  }

  linesFor(audience: HeadsAudience): Lines {
    return (this.lines[audience] ??= this.linesNow(audience));
  }

  listed(audience: HeadsAudience): readonly ListedStream[] {
    if (audience === 'addressee') return this.streams;
    return this.streams.filter(isPublic);
  }

  private linesNow(audience: HeadsAudience): Lines {
    const listed = this.listed(audience);
    const text = listed.map(({ stream, head }) => headsLine(stream, head)).join('');
    return { text, events: listed.reduce((sum, { head }) => sum + head + 1, 0), streams: listed.length };
  }
}

/**
 * The streams of one code in byte order of their names. A history asks for the fingerprint of a file again and again as it grows, so
 * what has not changed since is kept, block by block.
 */
export class HeadsFile {
  private readonly blocks: Block[] = [];
  private readonly blockOf = new Map<ListedStream, Block>();
  private values: { [audience in HeadsAudience]?: HeadsValue } = {};

  /** Puts a new stream in its place. */
  add(added: ListedStream): void {
    const index = Math.max(0, this.firstBehind(this.blocks.length, (i) => this.nameAt(i), added.stream) - 1);
    const block = (this.blocks[index] ??= new Block([]));
    const { streams } = block;
    streams.splice(
      this.firstBehind(streams.length, (i) => streams[i]?.stream ?? '', added.stream),
      0,
      added,
    );
    this.blockOf.set(added, block);
    if (streams.length >= mostInBlock) this.split(block, index);
    this.changed(added);
  }

  has(stream: ListedStream): boolean {
    return this.blockOf.has(stream);
  }

  /** Something else is true of one of its streams now. */
  changed(stream: ListedStream): void {
    const audiences = isPublic(stream) ? everyone : addresseesOnly;
    this.blockOf.get(stream)?.changed(audiences);
    for (const audience of audiences) delete this.values[audience];
  }

  listed(audience: HeadsAudience): readonly ListedStream[] {
    return this.blocks.flatMap((block) => block.listed(audience));
  }

  value(audience: HeadsAudience): HeadsValue {
    return (this.values[audience] ??= this.valueNow(audience));
  }

  private valueNow(audience: HeadsAudience): HeadsValue {
    const blocks = this.blocks.map((block) => block.linesFor(audience));
    return {
      events: blocks.reduce((sum, { events }) => sum + events, 0),
      list: toHex(sha256(blocks.map(({ text }) => text).join(''))),
      streams: blocks.reduce((sum, { streams }) => sum + streams, 0),
    };
  }

  private nameAt(block: number): string {
    return this.blocks[block]?.streams[0]?.stream ?? '';
  }

  private split(block: Block, index: number): void {
    const second = new Block(block.streams.splice(mostInBlock / 2));
    for (const stream of second.streams) this.blockOf.set(stream, second);
    this.blocks.splice(index + 1, 0, second);
    block.changed(everyone);
  }

  /** The first of `count` names in order that is behind a name. */
  private firstBehind(count: number, nameAt: (index: number) => string, name: string): number {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareText(nameAt(middle), name) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
