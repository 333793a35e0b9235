/** Bytes that can be read anywhere, of a file too large for memory as well. What is read may change nothing. */
export abstract class ByteSource {
  abstract readonly length: number;

  /** `length` bytes from `offset`, which lie within the source; fewer only when the file was cut meanwhile. */
  abstract slice(offset: number, length: number): Uint8Array;
}

/** Bytes that are in memory. */
export class MemoryBytes extends ByteSource {
  constructor(private readonly bytes: Uint8Array) {
    super();
  }

  get length(): number {
    return this.bytes.length;
  }

  slice(offset: number, length: number): Uint8Array {
    return this.bytes.subarray(offset, offset + length);
  }
}

const pieceBytes = 256 * 1024;

/** A part of a source, piece by piece. */
export function* piecesOf(source: ByteSource, offset: number, length: number): Generator<Uint8Array> {
  for (let at = 0; at < length; at += pieceBytes) yield source.slice(offset + at, Math.min(pieceBytes, length - at));
}
