import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { Readable, type Writable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import { sha256OfPieces, toHex } from '#libs/integrity';

/** A file whose length is known only once it has been written. */
interface StreamedFile {
  readonly name: string;
  readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

interface Written {
  readonly name: string;
  readonly crc: number;
  readonly size: number;
  readonly packed: number;
  readonly offset: number;
}

/** Says checksum and sizes behind the content, in a data descriptor. */
const flags = 0x0008;

/** Writes a zip file below 4 GiB with entries of any length, deflated as they come; `bytesWritten` of it stay on disk only. */
export class StreamedZip {
  private readonly directory: Written[] = [];
  private at = 0;

  private constructor(private readonly out: Writable) {}

  static open(path: string): StreamedZip {
    return new StreamedZip(createWriteStream(path));
  }

  /** Lowercase hex SHA-256 of what was written. */
  async add({ name, pieces }: StreamedFile): Promise<string> {
    const offset = this.at;
    const digest = sha256OfPieces();
    const seen = { crc: 0, size: 0 };
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces) {
        digest.update(piece);
        seen.crc = crc32(piece, seen.crc);
        seen.size += piece.length;
        yield piece;
      }
    }
    await this.write(header(0x04034b50, name, { crc: 0, packed: 0, size: 0 }));
    const from = this.at;
    await pipeline(Readable.from(counted()), createDeflateRaw(), async (packed: AsyncIterable<Uint8Array>) => {
      for await (const piece of packed) await this.write(piece);
    });
    const entry = { name, ...seen, packed: this.at - from, offset };
    await this.write(numbers([4, 0x08074b50], [4, entry.crc], [4, entry.packed], [4, entry.size]));
    this.directory.push(entry);
    return toHex(digest.digest());
  }

  async end(): Promise<void> {
    const start = this.at;
    for (const entry of this.directory) await this.write(directoryLine(entry));
    const count = this.directory.length;
    const length = this.at - start;
    await this.write(numbers([4, 0x06054b50], [4, 0], [2, count], [2, count], [4, length], [4, start], [2, 0]));
    this.out.end();
    await once(this.out, 'close');
  }

  private async write(bytes: Uint8Array): Promise<void> {
    this.at += bytes.length;
    if (!this.out.write(bytes)) await once(this.out, 'drain');
  }
}

type Numbers = Pick<Written, 'crc' | 'packed' | 'size'>;

const common = (name: string, { crc, packed, size }: Numbers): (readonly [2 | 4, number])[] => [
  ...[20, flags, 8].map((value) => [2, value] as const),
  ...[0x00210000, crc, packed, size].map((value) => [4, value] as const),
  ...[name.length, 0].map((value) => [2, value] as const),
];

const header = (signature: number, name: string, entry: Numbers): Uint8Array =>
  Buffer.concat([numbers([4, signature], ...common(name, entry)), Buffer.from(name)]);

const directoryLine = (entry: Written): Uint8Array =>
  Buffer.concat([
    numbers([4, 0x02014b50], [2, 20], ...common(entry.name, entry), [2, 0], [2, 0], [2, 0], [4, 0], [4, entry.offset]),
    Buffer.from(entry.name),
  ]);

function numbers(...fields: (readonly [width: 2 | 4, value: number])[]): Uint8Array {
  const bytes = Buffer.alloc(fields.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of fields) at = bytes.writeUIntLE(value, at, width);
  return bytes;
}
