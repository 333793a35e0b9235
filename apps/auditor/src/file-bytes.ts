import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { ByteSource } from '#libs/integrity';

/** A file that is read where it is asked for, and is never in memory as a whole. */
export class FileBytes extends ByteSource {
  private constructor(
    private readonly descriptor: number,
    override readonly length: number,
  ) {
    super();
  }

  /** Throws what the system says when there is no such file, or it is none that can be read anywhere. */
  static open(path: string): FileBytes {
    const descriptor = openSync(path, 'r');
    try {
      // A folder can be opened; only reading shows that it is none to read.
      readSync(descriptor, Buffer.alloc(1), 0, 1, 0);
      return new FileBytes(descriptor, fstatSync(descriptor).size);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  override slice(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const read = readSync(this.descriptor, bytes, filled, length - filled, offset + filled);
      if (read === 0) break;
      filled += read;
    }
    return bytes.subarray(0, filled);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
