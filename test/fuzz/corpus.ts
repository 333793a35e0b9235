import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  formatEntryTile,
  formatVerifierKey,
  hashTileBytes,
  hashTiles,
  leafHash,
  MerkleTree,
  type NamedFile,
  noteKeyTypes,
  openZip,
  parseTrust,
  readmeText,
  tilePath,
  type Trust,
  utf8,
  verifierKey,
  zipBytes,
} from '#libs/integrity';
import { LedgerError } from '#libs/ledger';
import { encodeFiles, withDigests } from './container.js';

const vectors = 'test/vectors';
const shared = join('..', 'shared', 'data', 'bundles');
const mostBytes = 64 * 1024;
const mostForOne = 100;

interface BundleVector {
  readonly trust: string;
  readonly files: Readonly<Record<string, string>>;
}

const vector = JSON.parse(readFileSync(join(vectors, 'bundle.json'), 'utf8')) as BundleVector;

/** The trust of the golden bundle. */
export function goldenTrust(): Trust {
  const trust = parseTrust(vector.trust);
  if (trust === undefined) throw new LedgerError('CONFIGURATION', 'the golden trust is not readable');
  return trust;
}

/** The golden bundle, and those of the folder beside the repository where there is one. */
async function bundles(): Promise<(readonly NamedFile[])[]> {
  const golden = Object.entries({ 'README.txt': readmeText, ...vector.files });
  const all: NamedFile[][] = [golden.map(([name, text]) => ({ name, bytes: utf8(text) }))];
  for (const name of existsSync(shared) ? readdirSync(shared) : []) {
    const zip = name.endsWith('.zip') ? openZip(readFileSync(join(shared, name))) : [];
    if (!('names' in zip)) continue;
    const files: NamedFile[] = [];
    for (const file of zip.names) files.push({ name: file, bytes: (await zip.read(file)) as Uint8Array });
    all.push(files);
  }
  return all;
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** A policy of three witnesses in two groups. */
function groupsOfWitnesses(): string {
  const witnesses = [1, 2, 3].map((i) => {
    const key = verifierKey(`w${i}.example`, noteKeyTypes.cosignature, new Uint8Array(32).fill(i));
    return `witness w${i} ${formatVerifierKey(key)} https://w${i}.example/\n`;
  });
  return `${witnesses.join('')}group g1 any w1 w2\ngroup g2 2 g1 w3\nquorum g2\n`;
}

/** Every text of the golden vectors; every file of the bundles, the statements and disclosures in them; tiles of their statements. */
async function everything(): Promise<Uint8Array[]> {
  const texts = readdirSync(vectors)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => textsIn(JSON.parse(readFileSync(join(vectors, name), 'utf8'))));
  const files = (await bundles()).flat();
  const within = files.flatMap(({ bytes }) =>
    [
      ...Buffer.from(bytes)
        .toString()
        .matchAll(/"(?:jwt|disclosure)":"([^"]+)"/g),
    ].map(([, text = '']) => text),
  );
  const jwts = within.filter((text) => text.includes('.'));
  const tree = new MerkleTree();
  for (const jwt of jwts) tree.append(leafHash(jwt));
  const tiles = hashTiles(tree.size).flatMap((tile) => [hashTileBytes(tree, tile), utf8(tilePath(tile))]);
  const policies = [
    ...files.map(({ bytes }) => bytes),
    utf8((JSON.parse(vector.trust) as { witnesses: string }).witnesses),
    utf8('# a comment\n\nquorum none\n'),
    utf8(groupsOfWitnesses()),
  ];
  const all = [...texts, ...within].map(utf8);
  return [...all, ...policies, ...tiles, formatEntryTile(jwts.slice(0, 20)), utf8(vector.trust)];
}

let candidates: Uint8Array[] | undefined;

/** What each parser begins with: all that could be its own kind, a whole bundle for the two that read those. */
export async function seedsOf(name: string, isOwn: (input: Uint8Array) => Promise<boolean>): Promise<Uint8Array[]> {
  if (name === 'bundle') return (await bundles()).map(encodeFiles);
  if (name === 'zip') {
    const zips = (await bundles()).map((files) => zipBytes(withDigests(files.slice(0, 4))));
    return [...(await Promise.all(zips)), await zipBytes([]), await zipBytes([{ name: 'a', bytes: utf8('a') }])];
  }
  const own: Uint8Array[] = [];
  candidates ??= await everything();
  for (const input of candidates)
    if (own.length < mostForOne && input.length <= mostBytes && (await isOwn(input))) own.push(input);
  return own;
}
