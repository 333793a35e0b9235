import { concat, concatAll, utf8 } from '../bytes.js';
import { crc32, deflateRaw } from '../platform.js';
import { limits } from './zip-directory.js';
import { max16, max32, signatures, sizes } from './zip-records.js';

/** A file of a bundle, or of a zip that holds one. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

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
 * Writes a zip file piece by piece: nothing but the directory is kept, so a file of any length streams. Every entry says its sizes
 * and checksum before its content (no data descriptors). Content that deflate would shrink beyond what a bundle may (200 to 1 above
 * 1 MiB), or not at all, is stored.
 */
async function* writeZip(files: Iterable<NamedFile> | AsyncIterable<NamedFile>): AsyncGenerator<Uint8Array> {
  const directory: Written[] = [];
  let at = 0;
  for await (const file of files) {
    const packed = pack(file.bytes);
    const entry: Written = {
      name: utf8(file.name),
      method: packed === file.bytes ? 0 : 8,
      crc: crc32(file.bytes),
      packed: packed.length,
      size: file.bytes.length,
      offset: at,
    };
    const header = localHeader(entry);
    yield header;
    yield packed;
    at += header.length + packed.length;
    directory.push(entry);
  }
  const lines = directory.map(directoryLine);
  const length = lines.reduce((sum, line) => sum + line.length, 0);
  yield* lines;
  yield closing(directory.length, length, at);
}

/** The whole zip file at once, for small ones. */
export async function zipBytes(files: Iterable<NamedFile> | AsyncIterable<NamedFile>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of writeZip(files)) pieces.push(piece);
  return concatAll(pieces);
}

const worthDeflating = 64;

function pack(bytes: Uint8Array): Uint8Array {
  if (bytes.length < worthDeflating) return bytes;
  const deflated = deflateRaw(bytes);
  const tooGood = bytes.length > limits.ratioFrom && bytes.length > deflated.length * limits.ratio;
  return deflated.length >= bytes.length || tooGood ? bytes : deflated;
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
