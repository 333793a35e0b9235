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

/** A number that does not exist in the file reads as `NaN`, which equals nothing, so that every comparison fails. */
export class ZipView {
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  u16(offset: number): number {
    return this.holds(offset, 2) ? this.view.getUint16(offset, true) : Number.NaN;
  }

  u32(offset: number): number {
    return this.holds(offset, 4) ? this.view.getUint32(offset, true) : Number.NaN;
  }

  /** A 64-bit number; beyond 2^53−1 it is `NaN`, as no file is that large. */
  u64(offset: number): number {
    if (!this.holds(offset, 8)) return Number.NaN;
    const value = this.view.getBigUint64(offset, true);
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Number.NaN;
  }

  slice(offset: number, length: number): Uint8Array | undefined {
    return this.holds(offset, length) ? this.bytes.subarray(offset, offset + length) : undefined;
  }

  private holds(offset: number, length: number): boolean {
    return offset >= 0 && length >= 0 && offset + length <= this.bytes.length;
  }
}
