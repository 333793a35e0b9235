import { fromBase64url, toBase64url, utf8 } from '#libs/integrity';
import type { Chance } from './chance.js';
import { decodeFiles, encodeFiles } from './container.js';
import { mutatedJson } from './json-mutator.js';

const mostBytes = 64 * 1024;
/** Long inputs take most of the time and seldom show more than short ones. */
const usualBytes = 4 * 1024;
const seldom = 0.02;

/** Words that mean something to one of the parsers, or have troubled others. */
const words: readonly (string | Uint8Array)[] = [
  ...['group g all w1\n', 'quorum g\n', 'quorum w1\n', ' 2 ', ' w1', ' w2', ' w3', ' g'],
  ...['\n', '\n\n', ' ', '— ', '+', '.', '/', '=', '\r', '\0', '\u0085', '\u2028', '\ufeff', '😀', '-', '{', '[', '"'],
  ...[
    'c2sp.org/tlog-proof@v1\n',
    'index ',
    'extra ',
    'witness w ',
    'group g ',
    'quorum none\n',
    ' all ',
    ' any ',
    '# ',
  ],
  ...[
    '0',
    '00',
    '-1',
    '1e3',
    '1.5',
    '255',
    '256',
    '9007199254740991',
    '9007199254740993',
    '18446744073709551616',
    'NaN',
  ],
  ...[
    '_sd',
    '...',
    '__proto__',
    'constructor',
    'null',
    'true',
    '{}',
    '[]',
    '"_sd":[]',
    'x001/',
    '.p/1',
    'tile/0/',
    '../',
  ],
  ...[Uint8Array.of(0xed, 0xa0, 0x80), Uint8Array.of(0xc0, 0x80), Uint8Array.of(0xff, 0xff, 0xff, 0xff)],
  ...[Uint8Array.of(0x50, 0x4b, 1, 2), Uint8Array.of(0x50, 0x4b, 3, 4), Uint8Array.of(0x50, 0x4b, 5, 6)],
];

/** The input with one to four changes; of the others, parts may be put in. */
export function mutated(name: string, input: Uint8Array, others: readonly Uint8Array[], chance: Chance): Uint8Array {
  let changed = input;
  for (let i = chance.of([1, 1, 2, 4]); i > 0; i--)
    changed =
      name === 'bundle'
        ? inFiles(changed, others, chance)
        : change(name, changed, others, chance).subarray(0, mostBytes);
  const most = name === 'bundle' ? undefined : chance.happens(seldom) ? mostBytes : Math.max(input.length, usualBytes);
  return changed.subarray(0, most);
}

function change(name: string, input: Uint8Array, others: readonly Uint8Array[], chance: Chance): Uint8Array {
  if (name === 'zip' && chance.happens(0.6)) return inRecord(input, chance);
  if (chance.happens(0.35)) return chance.of(inTexts)(input, chance, input);
  return chance.of(inBytes)(input, chance, chance.of(others) ?? input);
}

type Change = (input: Uint8Array, chance: Chance, other: Uint8Array) => Uint8Array;

const spliced = (input: Uint8Array, from: number, to: number, put: Uint8Array): Uint8Array =>
  Buffer.concat([input.subarray(0, from), put, input.subarray(to)]);

function range(input: Uint8Array, chance: Chance): [from: number, to: number] {
  const from = chance.below(input.length + 1);
  return [from, Math.min(input.length, from + 1 + chance.below(chance.of([2, 16, 400])))];
}

const asBytes = (word: string | Uint8Array): Uint8Array => (typeof word === 'string' ? utf8(word) : word);

const inBytes: readonly Change[] = [
  (input, chance) => {
    const copy = Uint8Array.from(input);
    const at = chance.below(copy.length);
    if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << chance.below(8));
    return copy;
  },
  (input, chance) => spliced(input, ...range(input, chance), chance.bytes(1 + chance.below(4))),
  (input, chance) => spliced(input, ...range(input, chance), new Uint8Array()),
  (input, chance) => {
    const at = chance.below(input.length + 1);
    return spliced(input, at, at, asBytes(chance.of(words)));
  },
  (input, chance) => spliced(input, ...range(input, chance), asBytes(chance.of(words))),
  (input, chance) => {
    const [from, to] = range(input, chance);
    const times = Math.min(
      chance.happens(seldom) ? 5_000 : chance.of([1, 2, 20]),
      Math.floor(mostBytes / Math.max(1, to - from)),
    );
    const part = input.subarray(from, to);
    return spliced(input, to, to, Buffer.concat(Array.from({ length: times }, () => part)));
  },
  (input, chance, other) => spliced(input, ...range(input, chance), other.subarray(...range(other, chance))),
  (input, chance, other) => Buffer.concat([input.subarray(0, chance.below(input.length + 1)), other]),
  (input, chance) => input.slice(0, chance.below(input.length + 1)),
];

/** Changes one place that a pattern finds in the text. */
const where =
  (pattern: RegExp, replace: (found: string, chance: Chance) => string): Change =>
  (input, chance) => {
    const text = Buffer.from(input).toString('latin1');
    const found = [...text.matchAll(pattern)];
    if (found.length === 0) return input;
    const { index, 0: there } = chance.of(found);
    const put = Buffer.from(replace(there, chance), 'latin1');
    return spliced(input, index, index + there.length, put);
  };

const nudged = (digits: string, chance: Chance): string =>
  chance.of([
    `0${digits}`,
    '0',
    String(Number(digits) + 1),
    String(Number(digits) - 1),
    '9007199254740992',
    `${digits}0`,
  ]);

/** Takes apart what is JSON inside base64url, and puts it together again as canonically as it was. */
function inside(text: string, chance: Chance): string {
  const bytes = fromBase64url(text);
  if (bytes === undefined) return text;
  const json = mutatedJson(Buffer.from(bytes).toString(), chance);
  return json === undefined ? toBase64url(chance.of(inBytes)(bytes, chance, bytes)) : toBase64url(utf8(json));
}

/** Other lines in place of one. A pattern would take long where there are none. */
function inLines(input: Uint8Array, chance: Chance, replace: (line: string, next: string) => string[]): Uint8Array {
  const lines = Buffer.from(input).toString('latin1').split('\n');
  const at = chance.below(lines.length);
  const put = replace(lines[at] ?? '', lines[at + 1] ?? '');
  return Buffer.from(lines.toSpliced(at, 1, ...put).join('\n'), 'latin1');
}

const inTexts: readonly Change[] = [
  where(/\d+/g, nudged),
  where(/[A-Za-z0-9_-]{12,}/g, inside),
  (input, chance) =>
    inLines(input, chance, (line) => chance.of([[], [line, line], [`${line} `], [line.toUpperCase()]])),
  (input, chance) => inLines(input, chance, (line, next) => [next, line]),
  (input, chance) => {
    const json = mutatedJson(Buffer.from(input).toString(), chance);
    return json === undefined ? input : utf8(json);
  },
];

/** Zip records: a number in one of them is changed, or all of a record is doubled. */
function inRecord(input: Uint8Array, chance: Chance): Uint8Array {
  const copy = Buffer.from(input);
  const starts = [...copy.toString('latin1').matchAll(/PK(?:\x01\x02|\x03\x04|\x05\x06|\x06\x06|\x06\x07)/g)];
  if (starts.length === 0) return copy;
  const at = chance.of(starts).index + 4 + chance.below(46);
  const width = chance.of([1, 2, 4] as const);
  if (at + width > copy.length) return copy;
  const full = 256 ** width;
  const old = copy.readUIntLE(at, width);
  const value = chance.of([0, 1, full - 1, full / 2, (old + 1) % full, (old + full - 1) % full, copy.length % full]);
  copy.writeUIntLE(Math.floor(value), at, width);
  return copy;
}

/** One file of a bundle is changed, left out, or written under another's name. */
function inFiles(input: Uint8Array, others: readonly Uint8Array[], chance: Chance): Uint8Array {
  const files = decodeFiles(input);
  if (files.length === 0) return chance.of(others);
  const at = chance.below(files.length);
  const chosen = files[at] ?? { name: 'checkpoint', bytes: new Uint8Array() };
  if (chance.happens(0.05)) return encodeFiles(files.toSpliced(at, 1));
  if (chance.happens(0.05)) return encodeFiles(files.with(at, { ...chosen, bytes: chance.of(files).bytes }));
  const pieces = files.map(({ bytes }) => bytes);
  const bytes = change('file', chosen.bytes, pieces, chance).subarray(0, mostBytes);
  return encodeFiles(files.with(at, { ...chosen, bytes }));
}
