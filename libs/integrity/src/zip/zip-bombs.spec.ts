import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '#libs/ledger';
import { concat, utf8 } from '../bytes.js';
import { crc32 } from '../platform.js';
import { verifyBundle } from '../verify/verify-bundle.js';
import { openZip, ZipFile } from './zip-reader.js';
import { zipBytes } from './zip-writer.js';

/** What is written of an entry, true or not. */
interface Entry {
  readonly name: string;
  readonly packed: Uint8Array;
  readonly size: number;
  readonly crc?: number;
  readonly extra?: Uint8Array;
  /** Offset in the directory, where it is not the true one. */
  readonly offset?: number;
}

const mebibyte = 1024 * 1024;

function numbers(...fields: readonly (readonly [width: 2 | 4 | 8, value: number | bigint])[]): Uint8Array {
  const bytes = Buffer.alloc(fields.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at);
    else bytes.writeUIntLE(Number(value), at, width);
    at += width;
  }
  return bytes;
}

const fixed = ({ packed, size, crc = 0, name, extra = new Uint8Array() }: Entry) =>
  [
    [2, 45],
    [2, 0],
    [2, 8],
    [4, 0x00210000],
    [4, crc],
    [4, packed.length],
    [4, size],
    [2, name.length],
    [2, extra.length],
  ] as const;

const nothing = new Uint8Array();
const local = (entry: Entry): Uint8Array =>
  concat(numbers([4, 0x04034b50], ...fixed(entry)), utf8(entry.name), entry.extra ?? nothing, entry.packed);
const line = (entry: Entry, offset: number): Uint8Array =>
  concat(
    numbers([4, 0x02014b50], [2, 45], ...fixed(entry), [2, 0], [2, 0], [2, 0], [4, 0], [4, entry.offset ?? offset]),
    utf8(entry.name),
    entry.extra ?? nothing,
  );

/** A zip file that says all this of itself; `count` in place of the true number of entries. */
function zipOf(entries: readonly Entry[], count = entries.length): Uint8Array {
  const contents = entries.map(local);
  let at = 0;
  const lines = entries.map((entry, i) => {
    at += i === 0 ? 0 : (contents[i - 1]?.length ?? 0);
    return line(entry, at);
  });
  const start = contents.reduce((sum, { length }) => sum + length, 0);
  const length = lines.reduce((sum, said) => sum + said.length, 0);
  const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, length], [4, start], [2, 0]);
  return concat(...contents, ...lines, end);
}

/** The codes, once everything that can be opened was unpacked; and how much memory that took at its highest, in MiB. */
async function opened(bytes: Uint8Array): Promise<{ readonly codes: readonly string[]; readonly mebibytes: number }> {
  const before = process.memoryUsage();
  const zip = openZip(bytes);
  const codes = zip instanceof ZipFile ? [] : zip.map(({ code }) => code);
  let most = 0;
  for (const name of zip instanceof ZipFile ? zip.names : []) {
    const unpacking = (zip as ZipFile).unpack(name);
    for await (const piece of unpacking.pieces) {
      const now = process.memoryUsage();
      most = Math.max(most, now.arrayBuffers - before.arrayBuffers + piece.length);
    }
    codes.push(...[unpacking.problem()?.code].filter((code) => code !== undefined));
  }
  return { codes, mebibytes: most / mebibyte };
}

const zeros = (mebibytes: number): Uint8Array => deflateRawSync(new Uint8Array(mebibytes * mebibyte), { level: 9 });
const long = (id: number, ...values: bigint[]): Uint8Array =>
  numbers([2, id], [2, 8 * values.length], ...values.map((value) => [8, value] as const));

describe('a zip file that would burst', () => {
  it('is refused before anything is unpacked when it says how much it would be', async () => {
    const bomb = { name: 'statements.jsonl', packed: zeros(64), size: 64 * mebibyte };
    expect((await opened(zipOf([bomb]))).codes).toEqual(['ZIP_LIMIT']);
  });

  it('is stopped where it said it would end when it lies about that', async () => {
    const packed = zeros(256);
    expect(packed.length).toBeGreaterThan(mebibyte / 5);
    for (const size of [0, 1, 100, packed.length * 199]) {
      const { codes, mebibytes } = await opened(zipOf([{ name: 'statements.jsonl', packed, size }]));
      expect(codes).toEqual(['ZIP_INVALID']);
      expect(mebibytes).toBeLessThan(60);
    }
  });

  it('is not unpacked twice: what is packed inside is content like any other', async () => {
    const inner = zipOf([{ name: 'a', packed: zeros(64), size: 64 * mebibyte }]);
    const outer = await zipBytes([{ name: `documents/${'a'.repeat(64)}`, bytes: inner }]);
    const { codes, mebibytes } = await opened(outer);
    expect(codes).toEqual([]);
    expect(mebibytes).toBeLessThan(8);
  });

  it('is refused when many entries share one content', async () => {
    const packed = zeros(1);
    const one = { packed, size: mebibyte, crc: crc32(new Uint8Array(mebibyte)), offset: 0 };
    const entries = Array.from({ length: 50 }, (_, i) => ({ ...one, name: `documents/${i}` }));
    const bytes = concat(local(entries[0] as Entry));
    const directory = concat(...entries.map((entry) => line(entry, 0)));
    const end = [
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, 50],
      [2, 50],
      [4, directory.length],
      [4, bytes.length],
      [2, 0],
    ];
    const whole = concat(bytes, directory, numbers(...(end as unknown as [2 | 4, number][])));
    expect((await opened(whole)).codes).toEqual(['ZIP_INVALID']);
  });

  it('is refused when an entry is packed inside the content of another', async () => {
    const inner = local({ name: 'b', packed: utf8('x'), size: 1 });
    const outer: Entry = { name: 'a', packed: inner, size: 5 };
    const at = local({ ...outer, packed: nothing }).length;
    const bytes = zipOf([outer, { name: 'b', packed: utf8('x'), size: 1, offset: at }]);
    expect((await opened(bytes)).codes).toEqual(['ZIP_INVALID']);
  });

  it('is refused when it counts more or fewer entries than it has, however many', async () => {
    const entry = { name: 'a', packed: deflateRawSync(utf8('x')), size: 1, crc: crc32(utf8('x')) };
    expect((await opened(zipOf([entry]))).codes).toEqual([]);
    for (const count of [0, 2, 65_534, 65_535])
      expect((await opened(zipOf([entry], count))).codes).toEqual(['ZIP_INVALID']);
  });
});

describe('a zip file that lies in the long numbers of zip64', () => {
  const packed = deflateRawSync(utf8('x'));
  const entry = { name: 'a', packed, size: 1, crc: crc32(utf8('x')) };

  it.each([
    ['more than the file has', long(1, 2n ** 40n)],
    ['more than a number can be', long(1, 2n ** 63n)],
    ['the most there is', long(1, 2n ** 64n - 1n)],
    ['less than it says it has', numbers([2, 1], [2, 8], [4, 1])],
    ['a long number too many', long(1, 1n, 1n)],
    ['none at all', nothing],
  ])('about its size: %s', async (_, extra) => {
    const { codes } = await opened(zipOf([{ ...entry, size: 0xffffffff, extra }]));
    expect(codes).toHaveLength(1);
    expect(['ZIP_INVALID', 'ZIP_LIMIT']).toContain(codes[0]);
  });

  it('about a size that it says in short already', async () => {
    expect((await opened(zipOf([{ ...entry, extra: long(1, 1n) }]))).codes).toEqual(['ZIP_INVALID']);
  });

  it('in a field of another kind that could change its name', async () => {
    expect((await opened(zipOf([{ ...entry, extra: long(0x7075, 1n) }]))).codes).toEqual(['ZIP_FEATURE']);
  });

  it.each([
    ['its entries', [2n ** 53n, 0n, 0n]],
    ['its directory’s length', [1n, 2n ** 62n, 0n]],
    ['where its directory begins', [1n, 0n, 2n ** 62n]],
  ] as const)('about %s in its closing record', async (_, [count, length, offset]) => {
    const plain = zipOf([entry]);
    const body = plain.subarray(0, -22);
    const end64 = numbers(
      ...([
        [4, 0x06064b50],
        [8, 44],
        [2, 45],
        [2, 45],
        [4, 0],
        [4, 0],
      ] as const),
      ...([
        [8, count],
        [8, count],
        [8, length],
        [8, offset],
      ] as const),
    );
    const locator = numbers([4, 0x07064b50], [4, 0], [8, body.length], [4, 1]);
    const end = numbers([4, 0x06054b50], [4, 0], [2, 0xffff], [2, 0xffff], [4, 0xffffffff], [4, 0xffffffff], [2, 0]);
    expect((await opened(concat(body, end64, locator, end))).codes).toEqual(['ZIP_INVALID']);
  });
});

describe('a bundle that would burst', () => {
  const files = (audience: string, code: object): Uint8Array => {
    const manifest = {
      audience,
      ...code,
      files: {},
      format: 'ledger-bundle/1',
      headsPosition: 3,
      origin: 'ledger.test',
    };
    const bytes = utf8(canonicalJson(manifest));
    const packed = deflateRawSync(bytes);
    return zipOf([
      { name: 'statements.jsonl', packed: new Uint8Array(2 * mebibyte), size: 300 * mebibyte },
      { name: 'bundle.json', packed, size: bytes.length, crc: crc32(bytes) },
    ]);
  };
  const codesOf = async (bundle: Uint8Array): Promise<string[]> =>
    (await verifyBundle(bundle)).findings.map(({ code }) => code);

  it.each(['addressee', 'public'])(
    'is no bundle for readers (%s) when their statements are too long to be kept',
    async (audience) => expect(await codesOf(files(audience, { code: 'KHM' }))).toEqual(['ZIP_LIMIT']),
  );

  it('may have as many statements as there are when it is an auditor’s, who keeps none', async () =>
    expect(await codesOf(files('auditor', {}))).not.toContain('ZIP_LIMIT'));

  it('is no bundle, whatever else is in it', async () => {
    const bomb = { name: 'statements.jsonl', packed: zeros(64), size: 64 * mebibyte };
    const { ok, findings } = await verifyBundle(zipOf([bomb, { name: 'bundle.json', packed: nothing, size: 0 }]));
    expect([ok, findings.map(({ code }) => code)]).toEqual([false, ['ZIP_LIMIT']]);
  });
});
