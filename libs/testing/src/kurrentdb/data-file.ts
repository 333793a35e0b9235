import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  write,
  fdatasync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { frameHead, type Placed, placedIn } from './frames.js';

const fileHead = Buffer.from('kurrentdb-double-1\n');
const writeAt = promisify(write);
const flush = promisify(fdatasync);

/** The file of appends. Bytes are only added at its end; what a crash left half written there is not read and is cut off by the next writer. */
export class DataFile {
  private constructor(
    private readonly fd: number,
    /** Where the whole frames that were read or written end. */
    private known: number,
  ) {}

  static open(path: string): DataFile {
    const fd = openSync(path, 'a+');
    if (fstatSync(fd).size < fileHead.length) {
      ftruncateSync(fd, 0);
      writeSync(fd, fileHead);
      fdatasyncSync(fd);
    }
    return new DataFile(fd, fileHead.length);
  }

  get end(): number {
    return this.known;
  }

  /** The events of the whole frames that were added since, by whichever process. */
  *news(): Generator<Placed[]> {
    for (let size = this.size(); this.known + frameHead <= size;) {
      const head = this.read(this.known, frameHead);
      const length = head.readUInt32LE(0);
      const bodyStart = this.known + frameHead;
      if (bodyStart + length > size) return;
      const placed = placedIn(this.read(bodyStart, length), head.readUInt32LE(4), bodyStart);
      if (placed === undefined) return;
      this.known = bodyStart + length;
      yield placed;
    }
  }

  /** Cuts off what is half written at the end. Only for the one who writes. */
  cutTail(): void {
    if (this.size() > this.known) ftruncateSync(this.fd, this.known);
  }

  /** Adds frames; durable when it returns. */
  async append(bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length;) done += (await writeAt(this.fd, bytes, done)).bytesWritten;
    await flush(this.fd);
    this.known += bytes.length;
  }

  read(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length;) {
      const count = readSync(this.fd, bytes, done, length - done, offset + done);
      if (count === 0) throw new Error(`the data file ends before ${offset + length}`);
      done += count;
    }
    return bytes;
  }

  close(): void {
    closeSync(this.fd);
  }

  private size(): number {
    return fstatSync(this.fd).size;
  }
}
