import { concat, concatAll, utf8 } from '../bytes.js';
import { GrowingBytes } from '../growing-bytes.js';
import { crc32, deflateRaw, deflateRawPieces } from '../platform.js';
import { limits } from './zip-directory.js';
import { max16, max32, signatures, sizes } from './zip-records.js';

/** A file of a bundle, or of a zip that holds one. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file of any length: its pieces are the same each time they are asked for. */
export interface LongFile {
  readonly name: string;
  readonly pieces: () => AsyncIterable<Uint8Array>;
}

export type ZippedFile = NamedFile | LongFile;

interface Written {
  readonly name: Uint8Array;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** 1 January 1980, the earliest a zip file can say: bundles carry no times of their own, so the same content gives the same bytes. */
const dosTime = 0x00210000;
const versionPlain = 20;
const versionZip64 = 45;
const madeByUnix = 3 << 8;
const plainFile = (0o100644 << 16) >>> 0;

/**
 * Writes a zip file piece by piece: nothing but the directory is kept, about a hundred bytes for an entry, so a file of any length streams. Every entry says its sizes
 * and checksum before its content (no data descriptors), so the pieces of a long file are asked for twice. Content that deflate would
 * shrink beyond what a bundle may (200 to 1 above 1 MiB), or not at all, is stored.
 */
export async function* writeZip(files: Iterable<ZippedFile> | AsyncIterable<ZippedFile>): AsyncGenerator<Uint8Array> {
  const directory = new GrowingBytes();
  let [count, at] = [0, 0];
  for await (const file of files) {
    const { content, ...facts } = 'bytes' in file ? packed(file.bytes) : await packedPieces(file);
    const entry: Written = { name: utf8(file.name), offset: at, ...facts };
    const header = localHeader(entry);
    yield header;
    yield* content;
    at += header.length + entry.packed;
    directory.push(directoryLine(entry));
    count++;
  }
  yield* directory.pieces();
  yield closing(count, directory.length, at);
}

/** The whole zip file at once, for small ones. */
export async function zipBytes(files: Iterable<ZippedFile> | AsyncIterable<ZippedFile>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of writeZip(files)) pieces.push(piece);
  return concatAll(pieces);
}

type Packed = Pick<Written, 'method' | 'crc' | 'packed' | 'size'> & {
  readonly content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
};

const worthDeflating = 64;

function packed(bytes: Uint8Array): Packed {
  const deflated = bytes.length < worthDeflating ? undefined : deflateRaw(bytes);
  const isDeflated = deflated !== undefined && pays(bytes.length, deflated.length);
  const content = isDeflated ? deflated : bytes;
  const facts = { crc: crc32(bytes), packed: content.length, size: bytes.length };
  return { method: isDeflated ? 8 : 0, ...facts, content: [content] };
}

/** Reads a long file once for what its header says; what is written is read again. */
async function packedPieces({ pieces }: LongFile): Promise<Packed> {
  let [size, crc, deflated] = [0, 0, 0];
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces()) {
      size += piece.length;
      crc = crc32(piece, crc);
      yield piece;
    }
  }
  for await (const piece of deflateRawPieces(counted())) deflated += piece.length;
  if (size < worthDeflating || !pays(size, deflated)) return { method: 0, crc, packed: size, size, content: pieces() };
  return { method: 8, crc, packed: deflated, size, content: deflateRawPieces(pieces()) };
}

function pays(size: number, deflated: number): boolean {
  const tooGood = size > limits.ratioFrom && size > deflated * limits.ratio;
  return deflated < size && !tooGood;
}

const short = (value: number): number => Math.min(value, max32);

/** A zip64 extra field with those of the numbers that do not fit into 32 bits; empty when all do. */
function longNumbers(...values: number[]): Uint8Array {
  const long = values.filter((value) => value >= max32);
  return long.length === 0 ? new Uint8Array() : record([2, 0x0001], [2, 8 * long.length], ...long.map(eight));
}

function localHeader(entry: Written): Uint8Array {
  const extra = longNumbers(entry.size, entry.packed);
  const fixed = record([4, signatures.local], ...commonFields(entry, extra), [2, extra.length]);
  return concat(fixed, entry.name, extra);
}

function directoryLine(entry: Written): Uint8Array {
  const extra = longNumbers(entry.size, entry.packed, entry.offset);
  const version: Field = [2, madeByUnix | versionOf(extra)];
  const tail: Field[] = [
    [2, 0],
    [2, 0],
    [2, 0],
    [4, plainFile],
    [4, short(entry.offset)],
  ];
  const fixed = record([4, signatures.directory], version, ...commonFields(entry, extra), [2, extra.length], ...tail);
  return concat(fixed, entry.name, extra);
}

const versionOf = (extra: Uint8Array): number => (extra.length === 0 ? versionPlain : versionZip64);

const commonFields = (entry: Written, extra: Uint8Array): Field[] => [
  [2, versionOf(extra)],
  [2, 0],
  [2, entry.method],
  [4, dosTime],
  [4, entry.crc],
  [4, short(entry.packed)],
  [4, short(entry.size)],
  [2, entry.name.length],
];

function closing(count: number, size: number, offset: number): Uint8Array {
  const counts: Field[] = [
    [2, Math.min(count, max16)],
    [2, Math.min(count, max16)],
  ];
  const ends: Field[] = [
    [4, short(size)],
    [4, short(offset)],
    [2, 0],
  ];
  const end = record([4, signatures.end], [2, 0], [2, 0], ...counts, ...ends);
  if (count < max16 && size < max32 && offset < max32) return end;
  const versions: Field[] = [
    [2, madeByUnix | versionZip64],
    [2, versionZip64],
  ];
  const totals = [count, count, size, offset].map(eight);
  const end64 = record([4, signatures.end64], eight(sizes.end64 - 12), ...versions, [4, 0], [4, 0], ...totals);
  const locator = record([4, signatures.locator64], [4, 0], eight(offset + size), [4, 1]);
  return concat(end64, locator, end);
}

type Field = readonly [width: 2 | 4 | 8, value: number];

const eight = (value: number): Field => [8, value];

function record(...fields: Field[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else if (width === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += width;
  }
  return bytes;
}
