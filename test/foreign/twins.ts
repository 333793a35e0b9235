import { compactJwt, fromUtf8, type NamedFile, parseCompactJwt, signingInput, utf8 } from '#libs/integrity';
import { withFile, withManifest } from '#libs/testing';
import type { Chance } from '../fuzz/chance.js';
import type { RandomLedger } from './random-ledger.js';

/** A bundle's files, and the ledger whose keys a forger may hold. */
export interface Twin {
  readonly files: readonly NamedFile[];
  readonly random: RandomLedger;
  readonly chance: Chance;
}

/** One change to the files of a bundle; `bundle.json` is made to fit afterwards. */
type Change = (twin: Twin) => readonly NamedFile[] | Promise<readonly NamedFile[]>;

/** Files that no foreign verifier reads. */
const notRead = new Set(['bundle.json', 'README.txt']);

/** A copy of the bundle with one to three changes; mostly its own list of digests agrees with them again. */
export async function mutated(twin: Twin): Promise<{ readonly files: readonly NamedFile[]; readonly what: string }> {
  const { chance } = twin;
  let files = twin.files;
  const what: string[] = [];
  for (let i = chance.happens(0.75) ? 1 : 3; i > 0; i--) {
    const name = chance.of(Object.keys(changes));
    what.push(name);
    files = (await changes[name]?.({ ...twin, files })) ?? files;
  }
  const told = chance.happens(0.05) ? chance.of(tellings(twin)) : {};
  return { files: chance.happens(0.95) ? withManifest(files, told) : files, what: what.join(', ') };
}

const tellings = ({ random }: Twin): Readonly<Record<string, unknown>>[] => [
  { headsPosition: random.chance.below(random.ledger.size) },
  { origin: 'ledger.test/another' },
];

function flipped(bytes: Uint8Array, chance: Chance): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = chance.below(copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << chance.below(8));
  return copy;
}

/** Changes the text of one file whose name matches, chosen by chance. */
const inText =
  (pattern: RegExp, change: (text: string, twin: Twin) => string | undefined): Change =>
  (twin) => {
    const names = twin.files.map(({ name }) => name).filter((name) => pattern.test(name));
    return names.length === 0 ? twin.files : withFile(twin.files, twin.chance.of(names), (text) => change(text, twin));
  };

const inBytes =
  (pattern: RegExp, change: (bytes: Uint8Array, twin: Twin) => Uint8Array): Change =>
  (twin) => {
    const fitting = twin.files.filter(
      ({ name, bytes }) => pattern.test(name) && !notRead.has(name) && bytes.length > 0,
    );
    if (fitting.length === 0) return twin.files;
    const chosen = twin.chance.of(fitting);
    return twin.files.map((file) => (file === chosen ? { ...file, bytes: change(file.bytes, twin) } : file));
  };

/** Changes the lines of one file. */
const inLines = (pattern: RegExp, change: (lines: string[], twin: Twin) => readonly string[]): Change =>
  inText(pattern, (text, twin) =>
    change(text.split('\n').slice(0, -1), twin)
      .map((line) => `${line}\n`)
      .join(''),
  );

const without = (lines: string[], { chance }: Twin) => lines.toSpliced(chance.below(lines.length), 1);
const doubled = (lines: string[], { chance }: Twin) =>
  lines.flatMap((line, i, { length }) => (i === chance.below(length) ? [line, line] : [line]));
const exchanged = (lines: string[], { chance }: Twin) => {
  if (lines.length === 0) return lines;
  const [a, b] = [chance.below(lines.length), chance.below(lines.length)];
  return lines.with(a, lines[b] ?? '').with(b, lines[a] ?? '');
};

/** One line's JWT is taken apart and written anew; a forger with the key signs it again. */
const inStatement =
  (change: (payload: string, twin: Twin) => string): Change =>
  async (twin) => {
    const { files, chance, random } = twin;
    const text = fromUtf8(files.find(({ name }) => name === 'statements.jsonl')?.bytes ?? new Uint8Array()) ?? '';
    const found = chance.of([...text.matchAll(/"jwt":"([^"]+)"/g), undefined]);
    const parts = found?.[1] === undefined ? undefined : parseCompactJwt(found[1]);
    if (found?.[1] === undefined || parts === undefined) return files;
    const payload = utf8(change(fromUtf8(parts.payload) ?? '', twin));
    const { kid } = random.ledger.issuer;
    const signature = await random.ledger.issuer.sign(signingInput(kid, payload));
    return withFile(files, 'statements.jsonl', (whole) =>
      whole.replace(found[1] ?? '', compactJwt(kid, payload, signature)),
    );
  };

/** What the log itself signs, though it should not. */
const signedCheckpoint =
  (told: (random: RandomLedger) => { readonly size?: number; readonly root?: Uint8Array }): Change =>
  async ({ files, random }) => {
    const text = await random.ledger.checkpoint(random.ledger.size, told(random));
    return withFile(files, 'checkpoint', () => text);
  };

const nudgedNumber = (text: string, { chance }: Twin): string => {
  const found = chance.of([...text.matchAll(/\d+/g)]) as RegExpMatchArray | undefined;
  if (found?.index === undefined) return text;
  const other = chance.of([
    String(Number(found[0]) + 1),
    `0${found[0]}`,
    '0',
    String(Math.max(0, Number(found[0]) - 1)),
  ]);
  return text.slice(0, found.index) + other + text.slice(found.index + found[0].length);
};

const statements = /^statements\.jsonl$/;
const disclosures = /^disclosures\.jsonl$/;
const proofs = /^proofs\//;
const tiles = /^tile\//;
const ciphertexts = /^ciphertexts\.jsonl$/;
const lists = /^heads\//;

const changes: Readonly<Record<string, Change>> = {
  'a bit anywhere': inBytes(/./, (bytes, { chance }) => flipped(bytes, chance)),
  'a bit in a statement': inBytes(statements, (bytes, { chance }) => flipped(bytes, chance)),
  'a bit in a disclosure': inBytes(disclosures, (bytes, { chance }) => flipped(bytes, chance)),
  'a bit in a proof': inBytes(proofs, (bytes, { chance }) => flipped(bytes, chance)),
  'a bit in a tile': inBytes(tiles, (bytes, { chance }) => flipped(bytes, chance)),
  'a bit in a list': inBytes(lists, (bytes, { chance }) => flipped(bytes, chance)),
  'a bit in the checkpoint': inBytes(/^checkpoint$/, (bytes, { chance }) => flipped(bytes, chance)),
  'a bit in a consistency proof': inBytes(/^consistency\//, (bytes, { chance }) => flipped(bytes, chance)),
  'a file cut short': inBytes(/./, (bytes, { chance }) => bytes.slice(0, chance.below(bytes.length))),
  'a statement left out': inLines(statements, without),
  'a statement twice': inLines(statements, doubled),
  'two statements exchanged': inLines(statements, exchanged),
  'the end left out': inLines(statements, (lines, { chance }) => lines.slice(0, -1 - chance.below(3))),
  'a position changed': inText(statements, (text, twin) =>
    text.replace(/"position":(\d+),"jwt":"(?=[^"]*"\}\n$)/, (line) => nudgedNumber(line, twin)),
  ),
  'two signatures exchanged': inText(statements, (text, { chance }) => {
    const marks = [...text.matchAll(/\.([\w-]{86})"/g)].map(([, mark = '']) => mark);
    const [a = '', b = ''] = [chance.of(marks), chance.of(marks)];
    return text.replace(a, '#').replace(b, a).replace('#', b);
  }),
  'a signature of another length': inText(statements, (text) => text.replace(/[\w-]{4}"\}/, '"}')),
  'a statement edited and signed again': inStatement((payload, twin) => nudgedNumber(payload, twin)),
  'a statement with a new member': inStatement((payload) => payload.replace('"data":{', '"data":{"a":1,')),
  'a statement of another stream': inStatement((payload, { chance }) =>
    payload.replace(/"sub":"[^"]+"/, `"sub":"${chance.of(['report-r1', 'ledger-keys', 'communication-KHM-1-2025'])}"`),
  ),
  'a disclosure left out': inLines(disclosures, without),
  'a disclosure twice': inLines(disclosures, doubled),
  'two disclosures exchanged': inLines(disclosures, exchanged),
  'a disclosure of nothing': inLines(disclosures, (lines) => [
    ...lines,
    (lines.at(-1) ?? '').replace(/.{9}"\}$/, 'A"}'),
  ]),
  'a disclosure elsewhere': inText(disclosures, (text, twin) =>
    text.replace(/"position":\d+/, (place) => nudgedNumber(place, twin)),
  ),
  'a proof left out': inText(proofs, () => undefined),
  'another statement’s proof': ({ files, chance }) => {
    const own = files.filter(({ name }) => proofs.test(name));
    const [a, b] = [chance.of(own), chance.of(own)];
    return files.map((file) => (file === a ? { ...file, bytes: b?.bytes ?? file.bytes } : file));
  },
  'a hash too many': inText(proofs, (text) => text.replace('\n\n', `\n${'A'.repeat(43)}=\n\n`)),
  'a hash too few': inText(proofs, (text) => text.replace(/\n[^\n]+\n\n/, '\n\n')),
  'an extra line': inText(proofs, (text) => text.replace('index', 'extra AAAA\nindex')),
  'a number in a proof': inText(proofs, nudgedNumber),
  'a tile left out': inText(tiles, () => undefined),
  'a tile too many': ({ files }) =>
    files.some(({ name }) => tiles.test(name))
      ? [{ name: 'tile/7/000.p/1', bytes: new Uint8Array(32) }, ...files]
      : files,
  'a tile too long': inBytes(tiles, (bytes) => Uint8Array.from([...bytes, ...bytes.slice(0, 32)])),
  'two hashes of a tile exchanged': inBytes(tiles, (bytes) =>
    Uint8Array.from([...bytes.slice(32, 64), ...bytes.slice(0, 32), ...bytes.slice(64)]),
  ),
  'a bit in a ciphertext': inBytes(ciphertexts, (bytes, { chance }) => flipped(bytes, chance)),
  'a ciphertext left out': inLines(ciphertexts, without),
  'two ciphertexts exchanged': inLines(ciphertexts, exchanged),
  'a list with a line too few': inLines(lists, without),
  'a list with a line twice': inLines(lists, doubled),
  'a list out of order': inLines(lists, exchanged),
  'a list with another number': inText(lists, nudgedNumber),
  'a checkpoint signed for a larger log': signedCheckpoint(({ ledger }) => ({ size: ledger.size + 1 })),
  'a checkpoint signed for another root': signedCheckpoint(({ chance }) => ({ root: chance.bytes(32) })),
  'a checkpoint signed with any key of the log': async ({ files, random, chance }) => {
    const keys = random.logKeys.filter(() => chance.happens(0.5)).map(({ key }) => key);
    const text = await random.signedBy(keys, () => random.ledger.checkpoint());
    return withFile(files, 'checkpoint', () => text);
  },
  'a checkpoint of fewer statements': async ({ files, random, chance }) => {
    const text = await random.ledger.checkpoint(1 + chance.below(random.ledger.size));
    return withFile(files, 'checkpoint', () => text);
  },
  'a checkpoint’s line left out': inLines(/^checkpoint$/, without),
  'a checkpoint’s line twice': inLines(/^checkpoint$/, doubled),
  'a checkpoint’s lines exchanged': inLines(/^checkpoint$/, exchanged),
  'a number in the checkpoint': inText(/^checkpoint$/, nudgedNumber),
  'a consistency proof with a line too few': inLines(/^consistency\//, without),
  'a consistency proof with a line twice': inLines(/^consistency\//, doubled),
};
