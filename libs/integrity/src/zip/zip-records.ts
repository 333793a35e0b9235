import type { ByteSource } from '../byte-source.js';

/**
 * The records of a zip file (PKWARE APPNOTE 6.3.10) with the few fields that are not constants in a bundle. Everything is
 * little-endian; offsets are in bytes from the beginning of the file.
 */
export const signatures = {
  local: 0x04034b50,
  directory: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  descriptor: 0x08074b50,
} as const;

export const sizes = { local: 30, directory: 46, end: 22, end64: 56, locator64: 20 } as const;

export const max16 = 0xffff;
export const max32 = 0xffffffff;

const windowBytes = 64 * 1024;

/** A number that does not exist in the file reads as `NaN`, which equals nothing, so that every comparison fails. */
export class ZipView {
  private window: DataView = new DataView(new ArrayBuffer(0));
  private windowStart = 0;

  constructor(private readonly source: ByteSource) {}

  get length(): number {
    return this.source.length;
  }

  u16(offset: number): number {
    return this.holds(offset, 2) ? this.window.getUint16(this.within(offset, 2), true) : Number.NaN;
  }

  u32(offset: number): number {
    return this.holds(offset, 4) ? this.window.getUint32(this.within(offset, 4), true) : Number.NaN;
  }

  /** A 64-bit number; beyond 2^53−1 it is `NaN`, as no file is that large. */
  u64(offset: number): number {
    if (!this.holds(offset, 8)) return Number.NaN;
    const value = this.window.getBigUint64(this.within(offset, 8), true);
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Number.NaN;
  }

  slice(offset: number, length: number): Uint8Array | undefined {
    return this.isInside(offset, length) ? this.source.slice(offset, length) : undefined;
  }

  /** Whether the source has these bytes; the window is moved to them then. */
  private holds(offset: number, length: number): boolean {
    if (!this.isInside(offset, length)) return false;
    if (this.within(offset, length) >= 0) return true;
    const bytes = this.source.slice(offset, Math.min(windowBytes, this.length - offset));
    this.window = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.windowStart = offset;
    return bytes.length >= length;
  }

  /** Where in the window the bytes stand; −1 when they do not. */
  private within(offset: number, length: number): number {
    const at = offset - this.windowStart;
    return at >= 0 && at + length <= this.window.byteLength ? at : -1;
  }

  private isInside(offset: number, length: number): boolean {
    return offset >= 0 && length >= 0 && offset + length <= this.length;
  }
}
