import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { utf8 } from '../bytes.js';
import { openZip, ZipFile } from './zip-reader.js';
import { max32, signatures } from './zip-records.js';
import { type NamedFile, zipBytes } from './zip-writer.js';

const seed = Date.now() % 1_000_000;
console.log(`seed of the random zip files: ${seed}`);

const files: readonly NamedFile[] = [
  { name: 'checkpoint', bytes: utf8('a signed tree head\n') },
  { name: 'heads/KHM.txt', bytes: new Uint8Array() },
  { name: 'statements.jsonl', bytes: utf8('{"position":0}\n'.repeat(500)) },
  { name: 'bundle.json', bytes: utf8('{}') },
];

let sound: Uint8Array;
beforeAll(async () => {
  sound = await zipBytes(files);
});

const codes = async (bytes: Uint8Array): Promise<string[]> => {
  const zip = openZip(bytes);
  if (!(zip instanceof ZipFile)) return zip.map(({ code }) => code);
  const contents = await Promise.all(zip.names.map((name) => zip.read(name)));
  return contents.flatMap((content) => ('code' in content ? [content.code] : []));
};

/** Offsets of the records with a signature. */
function offsetsOf(bytes: Uint8Array, signature: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length - 3 }, (_, at) => at).filter((at) => view.getUint32(at, true) === signature);
}

/** The sound file with a number written over the field of its first entry, in its directory line or local header. */
function patched(where: 'local' | 'directory' | 'end', field: number, value: number, width: 2 | 4 = 2): Uint8Array {
  const bytes = sound.slice();
  const view = new DataView(bytes.buffer);
  const at = (offsetsOf(bytes, signatures[where])[0] ?? 0) + field;
  if (width === 2) view.setUint16(at, value, true);
  else view.setUint32(at, value, true);
  return bytes;
}

const both = (field: number, value: number): Uint8Array => {
  const bytes = patched('directory', field, value);
  new DataView(bytes.buffer).setUint16(field - 2, value, true);
  return bytes;
};

const renamed = (from: string, to: string): Uint8Array =>
  new Uint8Array(Buffer.from(Buffer.from(sound).toString('latin1').replaceAll(from, to), 'latin1'));

describe('a zip file that we wrote', () => {
  it('gives back every file', async () => {
    const zip = openZip(sound) as ZipFile;
    expect(zip.names).toEqual(files.map(({ name }) => name));
    for (const { name, bytes } of files) expect(Buffer.compare((await zip.read(name)) as Uint8Array, bytes)).toBe(0);
  });

  it('stores what would shrink beyond what a bundle may', async () => {
    const zeros = { name: 'documents/a', bytes: new Uint8Array(2 * 1024 * 1024) };
    expect(await codes(await zipBytes([zeros]))).toEqual([]);
  });

  it('may hold more entries than the old format could count', async () => {
    const many = Array.from({ length: 70_000 }, (_, i) => ({ name: `proofs/${i}.tlog-proof`, bytes: utf8(`${i}`) }));
    const zip = openZip(await zipBytes(many)) as ZipFile;
    expect(zip.names).toHaveLength(70_000);
    expect(Buffer.from((await zip.read('proofs/69999.tlog-proof')) as Uint8Array).toString()).toBe('69999');
  });
});

describe('a zip file that a bundle may not be', () => {
  it('is cut short, wherever', async () => {
    for (let length = 0; length < sound.length; length++)
      expect(await codes(sound.subarray(0, length))).not.toEqual([]);
  });

  it('has other bytes before, behind or between what it holds', async () => {
    const first = offsetsOf(sound, signatures.local)[1] ?? 0;
    expect(await codes(Buffer.concat([Buffer.from('MZ'), sound]))).toEqual(['ZIP_INVALID']);
    expect(await codes(Buffer.concat([sound, Buffer.from('tail')]))).toEqual(['ZIP_INVALID']);
    expect(await codes(Buffer.concat([sound.subarray(0, first), Buffer.from('gap'), sound.subarray(first)]))).toEqual([
      'ZIP_INVALID',
    ]);
  });

  it('carries a comment', async () => {
    const commented = Buffer.concat([sound, Buffer.from('hi')]);
    commented.writeUInt16LE(2, sound.length - 2);
    expect(await codes(commented)).toEqual(['ZIP_FEATURE']);
  });

  const names: readonly [string, string, string][] = [
    ['climbs out of its folder', 'heads/KHM.txt', '../../etc/pwd'],
    ['is absolute', 'heads/KHM.txt', '/eads/KHM.txt'],
    ['is one of Windows', 'heads/KHM.txt', 'C:\\ds\\KHM.txt'],
    ['has an empty segment', 'heads/KHM.txt', 'heads//HM.txt'],
    ['is hidden', 'heads/KHM.txt', 'heads/.HM.txt'],
    ['is a folder', 'heads/KHM.txt', 'heads/KHM.tx/'],
    ['has a character beyond ASCII', 'heads/KHM.txt', 'heads/KHÉ.txt'],
    ['has a control character', 'heads/KHM.txt', 'heads/K\u0000M.txt'],
  ];
  it.each(names)('has a name that %s', async (_, from, to) => {
    expect(await codes(renamed(from, to))).toEqual(['ZIP_PATH']);
  });

  it('has a name of more than 200 bytes', async () => {
    expect(await codes(await zipBytes([{ name: 'a'.repeat(201), bytes: utf8('') }]))).toEqual(['ZIP_PATH']);
  });

  it('has a name twice, also when only capitals differ', async () => {
    const twice = (a: string, b: string) => zipBytes([a, b].map((name) => ({ name, bytes: utf8('x') })));
    expect(await codes(await twice('a', 'a'))).toEqual(['ZIP_DUPLICATE']);
    expect(await codes(await twice('heads/KHM.txt', 'heads/khm.TXT'))).toEqual(['ZIP_DUPLICATE']);
  });

  it('holds a folder, a link or a device', async () => {
    expect(await codes(patched('directory', 38, (0o040755 << 16) >>> 0, 4))).toEqual(['ZIP_PATH']);
    expect(await codes(patched('directory', 38, 0x10, 4))).toEqual(['ZIP_PATH']);
    expect(await codes(patched('directory', 38, (0o120777 << 16) >>> 0, 4))).toEqual(['ZIP_FEATURE']);
    expect(await codes(patched('directory', 38, (0o060666 << 16) >>> 0, 4))).toEqual(['ZIP_FEATURE']);
  });

  it('uses encryption, another method, or a feature bundles do not use', async () => {
    expect(await codes(both(8, 0x0001))).toEqual(['ZIP_FEATURE']);
    expect(await codes(both(8, 0x0020))).toEqual(['ZIP_FEATURE']);
    expect(await codes(both(10, 14))).toEqual(['ZIP_FEATURE']);
  });

  it('says one thing in the directory and another beside the content', async () => {
    for (const [field, width] of [
      [6, 2],
      [8, 2],
      [14, 4],
      [18, 4],
      [22, 4],
    ] as const)
      expect(await codes(patched('local', field, 1, width))).toEqual(['ZIP_INVALID']);
    expect(
      await codes(
        new Uint8Array(
          Buffer.from(Buffer.from(sound).toString('latin1').replace('checkpoint', 'checkpoinT'), 'latin1'),
        ),
      ),
    ).toEqual(['ZIP_INVALID']);
  });

  it('has content that is not what its checksum says', async () => {
    const bytes = sound.slice();
    bytes[42] = (bytes[42] ?? 0) ^ 1;
    expect(await codes(bytes)).toEqual(['ZIP_INVALID']);
  });

  it('would unpack to more than anything should', async () => {
    expect(await codes(patched('directory', 24, 300 * 1024 * 1024, 4))).toEqual(['ZIP_LIMIT']);
    expect(await codes(patched('directory', 24, 2 * 1024 * 1024, 4))).toEqual(['ZIP_LIMIT']);
    expect(await codes(patched('directory', 24, max32, 4))).toEqual(['ZIP_INVALID']);
    expect(await codes(patched('end', 10, 0xffff))).toEqual(['ZIP_INVALID']);
  });

  it('has more than 100,000 entries', async () => {
    const many = Array.from({ length: 100_001 }, (_, i) => ({ name: `${i}`, bytes: new Uint8Array() }));
    expect(await codes(await zipBytes(many))).toEqual(['ZIP_LIMIT']);
  });

  it('lets two entries share their content', async () => {
    const bytes = (
      await zipBytes([
        { name: 'a', bytes: utf8('same') },
        { name: 'b', bytes: utf8('same') },
      ])
    ).slice();
    const [first = 0, second = 0] = offsetsOf(bytes, signatures.directory);
    const view = new DataView(bytes.buffer);
    view.setUint32(second + 42, view.getUint32(first + 42, true), true);
    expect(await codes(bytes)).toEqual(['ZIP_INVALID']);
  });
});

describe('whatever the bytes are', () => {
  it('they are read or refused, never more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await codes(bytes);
      }),
      { seed },
    );
  });

  it('a changed byte is found, or changes nothing that is read', async () => {
    const property = fc.asyncProperty(
      fc.nat(sound.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (at, change) => {
        const bytes = sound.slice();
        bytes[at] = (bytes[at] ?? 0) ^ change;
        const zip = openZip(bytes);
        if (!(zip instanceof ZipFile) || (await codes(bytes)).length > 0) return;
        for (const { name, bytes: content } of files) {
          const read = await zip.read(name);
          if ('code' in read || Buffer.compare(read, content) !== 0) expect(name).toBe('unchanged');
        }
      },
    );
    await fc.assert(property, { seed, numRuns: 2_000 });
  });
});
