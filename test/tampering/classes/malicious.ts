import { crc32, deflateRawSync } from 'node:zlib';

import { disclosureText, fromUtf8, type NamedFile, utf8, zipBytes } from '#libs/integrity';
import { withFile, withManifest } from '#libs/testing';

import { addresseesBundle, addresseesFiles } from '../exported.js';
import { lawyer } from '../judges.js';
import type { Scene } from '../scene.js';
import type { Injected, TamperClass } from '../tamper-class.js';

type Malice = (scene: Scene, files: readonly NamedFile[]) => Promise<{ did: string; bytes: Uint8Array }>;

const names = [
  '../../etc/passwd',
  '/etc/passwd',
  'heads/../../KHM.txt',
  'C:\\ledger\\x',
  '.ssh/config',
  'heads//KHM.txt',
];

/** Puts a file with such a name among the others, and into bundle.json. */
const pathTraversal: Malice = async ({ chance }, files) => {
  const name = chance.pick([...names, `${'a/'.repeat(chance.between(1, 20))}../x`, `heads/${chance.between(0, 99)}/`]);
  const bytes = await zipBytes(withManifest([{ name, bytes: chance.bytes(9) }, ...files]));
  return { did: `a file ${name}`, bytes };
};

/** A file that would unpack to so many mebibytes of zeros. */
const zipBomb: Malice = async ({ chance }, files) => {
  const mebibytes = chance.between(2, 12);
  const zeros = Buffer.alloc(mebibytes * 1024 * 1024);
  const packed = deflateRawSync(zeros, { level: 9 });
  const place = chance.bytes(packed.length);
  const name = `documents/${'ab'.repeat(32)}`;
  const sound = await zipBytes(withManifest([...files, { name, bytes: place }]));
  const bytes = Buffer.from(sound);
  packed.copy(bytes, bytes.indexOf(place));
  eachEntry(bytes, name, (at) => {
    bytes.writeUInt16LE(8, at.method);
    bytes.writeUInt32LE(crc32(zeros), at.crc);
    bytes.writeUInt32LE(zeros.length, at.size);
  });
  return { did: `${mebibytes} MiB of zeros in ${packed.length} bytes`, bytes };
};

/** A size that nothing in a bundle has, in the directory and beside the content. */
const absurdSizes: Malice = async ({ chance }, files) => {
  const name = chance.pick(files.map((file) => file.name).filter((each) => !/jsonl$|bundle\.json$/.test(each)));
  const size = chance.between(256 * 1024 * 1024 + 1, 0xffff_fffe);
  const bytes = Buffer.from(await zipBytes(files));
  eachEntry(bytes, name, (at) => bytes.writeUInt32LE(size, at.size));
  return { did: `${name} of ${size} bytes`, bytes };
};

const wrongOrigin: Malice = async (scene, files) => {
  const { chance, ledger } = scene;
  const origin = `${ledger.origin.slice(0, -1)}${ledger.origin.endsWith('x') ? 'y' : 'x'}`;
  if (chance.between(0, 2) === 0)
    return { did: 'in bundle.json', bytes: await zipBytes(withManifest(files, { origin })) };
  const text = await ledger.checkpoint(ledger.size, { origin });
  return { did: 'in the checkpoint', bytes: await zipBytes(withManifest(withFile(files, 'checkpoint', () => text))) };
};

/** One of the lines under the checkpoint stands there twice, or as often as chance has it. */
const duplicateSignatures: Malice = async ({ chance }, files) => {
  const line = chance.between(0, 2);
  const times = chance.between(2, 6);
  const repeated = (text: string): string => {
    const [head = '', signatures = ''] = text.split('\n\n');
    const lines = signatures.trimEnd().split('\n');
    return `${head}\n\n${lines.flatMap((one, n) => (n === line ? Array<string>(times).fill(one) : [one])).join('\n')}\n`;
  };
  const bytes = await zipBytes(withManifest(withFile(files, 'checkpoint', repeated)));
  return { did: `line ${line}, ${times} times`, bytes };
};

/** A disclosure that no statement has a digest of, in the place that the order of the file gives it. */
const unreferencedDisclosure: Malice = async ({ chance }, files) => {
  const slipped = disclosureText({ salt: chance.bytes(16), name: 'narrative', value: 'what was never said' });
  const disclosures = fromUtf8(files.find(({ name }) => name === 'disclosures.jsonl')?.bytes ?? utf8('')) ?? '';
  const last = Math.max(...[...disclosures.matchAll(/"position":(\d+)/g)].map(([, digits]) => Number(digits)));
  const added = (text: string): string => `${text}{"position":${last + 1},"disclosure":"${slipped}"}\n`;
  const bytes = await zipBytes(withManifest(withFile(files, 'disclosures.jsonl', added)));
  return { did: `a disclosure at ${last + 1}`, bytes };
};

interface FieldsAt {
  readonly method: number;
  readonly crc: number;
  readonly size: number;
}

/** Where the fields of an entry stand beside its content and in its line of the directory (PKWARE APPNOTE 4.3.7 and 4.3.12). */
function eachEntry(zip: Buffer, name: string, write: (at: FieldsAt) => void): void {
  const headers = [
    { signature: 0x04034b50, method: 8, name: 30 },
    { signature: 0x02014b50, method: 10, name: 46 },
  ];
  for (const header of headers)
    for (let at = zip.indexOf(name); at !== -1; at = zip.indexOf(name, at + 1)) {
      const start = at - header.name;
      if (start < 0 || zip.readUInt32LE(start) !== header.signature) continue;
      const method = start + header.method;
      write({ method, crc: method + 6, size: method + 14 });
    }
}

const rows: readonly [name: string, what: string, own: string, malice: Malice][] = [
  ['path-traversal', 'Malicious bundle: a path that leaves the folder', 'ZIP_PATH', pathTraversal],
  ['zip-bomb', 'Malicious bundle: a zip bomb', 'ZIP_LIMIT', zipBomb],
  ['wrong-origin', 'Malicious bundle: the origin of another ledger', 'ORIGIN', wrongOrigin],
  ['absurd-sizes', 'Malicious bundle: absurd sizes', 'ZIP_LIMIT', absurdSizes],
  [
    'duplicate-signatures',
    'Malicious bundle: duplicate signatures',
    'CHECKPOINT_DUPLICATE_SIGNATURE',
    duplicateSignatures,
  ],
  [
    'unreferenced-disclosures',
    'Malicious bundle: unreferenced disclosures',
    'DISCLOSURE_UNREFERENCED',
    unreferencedDisclosure,
  ],
];

export const malicious: readonly TamperClass[] = rows.map(([name, what, own, malice]) => ({
  ...{ name, what, by: 'edited file' as const, judge: lawyer, own: [own] },
  prepare: async (scene) => void (scene.bundle = await addresseesBundle(scene)),
  inject: async (scene): Promise<Injected> => {
    const { did, bytes } = await malice(scene, await addresseesFiles(scene));
    scene.bundle = bytes;
    return { did };
  },
}));
