import { createCipheriv, createDecipheriv } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { sha256OfPieces, toHex } from '#libs/integrity';
import type { Entropy } from '#libs/ledger';

const blockBytes = 64 * 1024;
/** How many blocks AES counts in one of ours. */
const counted = blockBytes / 16;
/** Blocks kept in clear for readings here and there. */
const kept = 16;

/** Where bytes are laid by that are too many for the memory. */
export class Spools {
  constructor(
    private readonly folder: string,
    private readonly entropy: Entropy,
  ) {}

  /** The file has lost its name before anything is in it: whatever ends this process, it is gone. */
  async open(): Promise<Spool> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = join(this.folder, this.entropy.uuid());
    const file = await open(path, 'wx+', 0o600);
    await rm(path);
    return new Spool(file, this.entropy.bytes(32));
  }
}

/**
 * Bytes on disk, written once from the beginning to the end and then read anywhere. What is in a bundle may be confidential: the disk
 * sees it encrypted, under a key that is nowhere but in this object.
 */
export class Spool {
  private block = new Uint8Array(blockBytes);
  private written = 0;
  private readonly running = sha256OfPieces();
  private readonly recent = new Map<number, Uint8Array>();
  private readers = 0;
  private readonly closing = new AbortController();

  constructor(
    private readonly file: FileHandle,
    private readonly key: Uint8Array,
  ) {}

  /** Aborted when the bytes are wanted no longer, except by who reads them already. */
  get letGo(): AbortSignal {
    return this.closing.signal;
  }

  get length(): number {
    return this.written;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.running.update(bytes);
    for (let at = 0; at < bytes.length;) {
      const filled = this.written % blockBytes;
      const part = bytes.subarray(at, at + blockBytes - filled);
      this.block.set(part, filled);
      at += part.length;
      this.written += part.length;
      if (this.written % blockBytes === 0) await this.put(this.written / blockBytes - 1, this.block);
    }
  }

  /** Nothing more is written. Gives the SHA-256 of all of it, hex. */
  async end(): Promise<string> {
    const filled = this.written % blockBytes;
    if (filled > 0) await this.put(Math.floor(this.written / blockBytes), this.block.subarray(0, filled));
    this.block = new Uint8Array();
    return toHex(this.running.digest());
  }

  /** Some of it, from an offset on. */
  async read(from: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length;) {
      const index = Math.floor((from + at) / blockBytes);
      const start = (from + at) % blockBytes;
      const part = (await this.recentBlock(index)).subarray(start, start + length - at);
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  /** The same piece by piece; without bounds, all of it. */
  async *pieces(from = 0, length = this.written - from): AsyncGenerator<Uint8Array> {
    this.readers++;
    try {
      for (let at = from; at < from + length;) {
        const index = Math.floor(at / blockBytes);
        const block = await this.get(index);
        const piece = block.subarray(at - index * blockBytes, from + length - index * blockBytes);
        yield piece;
        at += piece.length;
      }
    } finally {
      this.readers--;
      await this.closeIfDone();
    }
  }

  /** Lets go of the bytes, once whoever reads them has read them. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.closeIfDone();
  }

  private async closeIfDone(): Promise<void> {
    if (this.letGo.aborted && this.readers === 0) await this.file.close();
  }

  private async put(index: number, block: Uint8Array): Promise<void> {
    const cipher = createCipheriv('aes-256-ctr', this.key, counterAt(index));
    await this.file.write(cipher.update(block), 0, block.length, index * blockBytes);
  }

  private async get(index: number): Promise<Uint8Array> {
    const length = Math.min(blockBytes, this.written - index * blockBytes);
    const block = new Uint8Array(length);
    await this.file.read(block, 0, length, index * blockBytes);
    return new Uint8Array(createDecipheriv('aes-256-ctr', this.key, counterAt(index)).update(block));
  }

  private async recentBlock(index: number): Promise<Uint8Array> {
    const block = this.recent.get(index) ?? (await this.get(index));
    this.recent.delete(index);
    this.recent.set(index, block);
    const [oldest] = this.recent.keys();
    if (this.recent.size > kept && oldest !== undefined) this.recent.delete(oldest);
    return block;
  }
}

/** The counter goes on from block to block, so that no part of the key stream is used twice. */
function counterAt(index: number): Uint8Array {
  const counter = Buffer.alloc(16);
  counter.writeBigUInt64BE(BigInt(index) * BigInt(counted), 8);
  return counter;
}
