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

/** A block is split when it has grown to this. */
const mostInBlock = 32;

/** What was worked out for each audience and is still true. */
interface Kept<T> {
  addressee: T | undefined;
  public: T | undefined;
}

const nothing = <T>(): Kept<T> => ({ addressee: undefined, public: undefined });

/** Streams that follow one another in a file, with their lines as they were last asked for. */
class Block {
  readonly lines: Kept<Lines> = nothing();

  constructor(readonly streams: Listed[]) {}

  linesFor(audience: HeadsAudience): Lines {
    return (this.lines[audience] ??= this.linesNow(audience));
  }

  /** How many names are not behind a stream's. */
  behind({ stream }: ListedStream): number {
    return firstBehind(this.streams.length, (i) => this.streams[i]?.of.stream ?? '', stream);
  }

  listed(audience: HeadsAudience): readonly ListedStream[] {
    const streams = this.streams.map(({ of }) => of);
    return audience === 'addressee' ? streams : streams.filter(isPublic);
  }

  private linesNow(audience: HeadsAudience): Lines {
    const lines: string[] = [];
    let events = 0;
    for (const { of } of this.streams) {
      if (audience === 'public' && !isPublic(of)) continue;
      lines.push(headsLine(of.stream, of.head));
      events += of.head + 1;
    }
    return { text: lines.join(''), events, streams: lines.length };
  }
}

/** A stream in a file. */
export class Listed {
  constructor(
    readonly of: ListedStream,
    readonly file: HeadsFile,
    public block: Block,
  ) {}

  /** Something else is true of the stream now. */
  changed(): void {
    const { lines } = this.block;
    const { values } = this.file;
    lines.addressee = undefined;
    values.addressee = undefined;
    if (!isPublic(this.of)) return;
    this.file.hasPublic = true;
    lines.public = undefined;
    values.public = undefined;
  }
}

/**
 * The streams of one code in byte order of their names. A history asks for the fingerprint of a file again and again as it grows, so
 * what has not changed since is kept, block by block.
 */
export class HeadsFile {
  readonly values: Kept<HeadsValue> = nothing();
  /** Of many files the public list is empty for years. */
  hasPublic = false;
  private readonly blocks: Block[] = [];

  constructor(readonly code: string) {}

  /** Puts a new stream in its place. */
  add(stream: ListedStream): Listed {
    const index = Math.max(0, this.behind(stream) - 1);
    const block = (this.blocks[index] ??= new Block([]));
    const listed = new Listed(stream, this, block);
    block.streams.splice(block.behind(stream), 0, listed);
    listed.changed();
    if (block.streams.length >= mostInBlock) this.split(block, index);
    return listed;
  }

  has(stream: ListedStream): boolean {
    const block = this.blocks[this.behind(stream) - 1];
    return block?.streams[block.behind(stream) - 1]?.of === stream;
  }

  listed(audience: HeadsAudience): readonly ListedStream[] {
    return this.blocks.flatMap((block) => block.listed(audience));
  }

  value(audience: HeadsAudience): HeadsValue {
    return (this.values[audience] ??= this.valueNow(audience));
  }

  private valueNow(audience: HeadsAudience): HeadsValue {
    let [events, streams, text] = [0, 0, ''];
    for (const block of audience === 'public' && !this.hasPublic ? [] : this.blocks) {
      const lines = block.linesFor(audience);
      events += lines.events;
      streams += lines.streams;
      text += lines.text;
    }
    return { events, list: toHex(sha256(text)), streams };
  }

  /** How many blocks begin with a name that is not behind a stream's. */
  private behind({ stream }: ListedStream): number {
    return firstBehind(this.blocks.length, (i) => this.blocks[i]?.streams[0]?.of.stream ?? '', stream);
  }

  private split(block: Block, index: number): void {
    const second = new Block(block.streams.splice(mostInBlock / 2));
    for (const listed of second.streams) listed.block = second;
    this.blocks.splice(index + 1, 0, second);
    block.lines.addressee = undefined;
    block.lines.public = undefined;
  }
}

/** The first of `count` names in order that is behind a name. */
function firstBehind(count: number, nameAt: (index: number) => string, name: string): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(nameAt(middle), name) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
