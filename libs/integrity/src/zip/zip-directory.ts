import type { ZipEnd } from './zip-end.js';
import { withLongNumbers } from './zip-extra.js';
import { nameProblem } from './zip-names.js';
import { shownName, type ZipCode, type ZipProblem } from './zip-problem.js';
import { signatures, sizes, type ZipView } from './zip-records.js';

/** One line of the directory of a zip file. */
export interface ZipEntry {
  readonly name: string;
  readonly flags: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  /** Bytes in the zip file. */
  readonly packed: number;
  /** Bytes once unpacked, as the directory says. */
  readonly size: number;
  readonly offset: number;
}

export const limits = { entries: 100_000, fileBytes: 256 * 1024 * 1024, ratio: 200, ratioFrom: 1024 * 1024 } as const;

const ofAnyLength = /^(documents\/.*|statements\.jsonl|disclosures\.jsonl|ciphertexts\.jsonl)$/;

/** Whether a file of some bundle may have so many bytes. */
const isWithinLimit = (name: string, size: number): boolean => size <= limits.fileBytes || ofAnyLength.test(name);

/** The same in the bundle of a code, or in an auditor's: whoever reads one of a code keeps what its statements say, for the views. */
export const isWithinLimitOf = (code: string | undefined, name: string, size: number): boolean =>
  isWithinLimit(name, size) && (code === undefined || size <= limits.fileBytes || name.startsWith('documents/'));

/** Bits of the general purpose flag that change nothing for us: how deflate was tuned, a data descriptor follows, names are UTF-8. */
const harmlessFlags = 0x0006 | 0x0008 | 0x0800;
const encryptionFlags = 0x2041;
const mostProblems = 100;

/** Reads every line of the directory and says what a bundle may not contain. Nothing is unpacked. */
export function readDirectory(view: ZipView, end: ZipEnd): { entries: ZipEntry[]; problems: ZipProblem[] } {
  const entries: ZipEntry[] = [];
  const problems: ZipProblem[] = [];
  if (end.count > limits.entries) problems.push(tooManyEntries);
  let at = end.directoryStart;
  while (at < end.directoryEnd && problems.length < mostProblems && entries.length <= limits.entries) {
    const line = readLine(view, at);
    if (line === undefined) return { entries, problems: [...problems, malformed] };
    at = line.next;
    if ('code' in line.outcome) problems.push(line.outcome);
    else entries.push(line.outcome);
  }
  if (problems.length === 0 && (at !== end.directoryEnd || entries.length !== end.count)) problems.push(malformed);
  return { entries, problems };
}

const malformed: ZipProblem = { code: 'ZIP_INVALID', detail: 'the directory is not well formed' };
const tooManyEntries: ZipProblem = { code: 'ZIP_LIMIT', detail: 'there are more than 100,000 entries' };

function readLine(view: ZipView, at: number): { outcome: ZipEntry | ZipProblem; next: number } | undefined {
  if (view.u32(at) !== signatures.directory) return undefined;
  const nameLength = view.u16(at + 28);
  const extraLength = view.u16(at + 30);
  const commentLength = view.u16(at + 32);
  const name = view.slice(at + sizes.directory, nameLength);
  const extra = view.slice(at + sizes.directory + nameLength, extraLength);
  if (name === undefined || extra === undefined || Number.isNaN(commentLength)) return undefined;
  const outcome =
    commentLength > 0
      ? about(byteText(name), 'ZIP_FEATURE', 'carries a comment')
      : readEntry(view, at, byteText(name), extra);
  return { outcome, next: at + sizes.directory + nameLength + extraLength + commentLength };
}

function readEntry(view: ZipView, at: number, name: string, extra: Uint8Array): ZipEntry | ZipProblem {
  const flags = view.u16(at + 8);
  const method = view.u16(at + 10);
  const refused =
    nameProblem(name) ??
    attributesProblem(name, view.u32(at + 38)) ??
    formProblem(name, flags, method) ??
    (view.u16(at + 34) === 0 ? undefined : about(name, 'ZIP_INVALID', 'begins on another disk'));
  if (refused) return refused;
  const numbers = withLongNumbers(extra, [view.u32(at + 24), view.u32(at + 20), view.u32(at + 42)]);
  if ('code' in numbers) return about(name, numbers.code, numbers.detail);
  const [size = 0, packed = 0, offset = 0] = numbers;
  const entry = { name, flags, method, crc: view.u32(at + 16), packed, size, offset };
  return sizeProblem(entry) ?? entry;
}

/** The upper half holds Unix file modes, whoever claims to have written them; the lower half has the folder bit of MS-DOS. */
function attributesProblem(name: string, attributes: number): ZipProblem | undefined {
  const kind = (attributes >>> 16) & 0o170000;
  if (kind === 0o040000 || (attributes & 0x10) !== 0) return about(name, 'ZIP_PATH', 'is a folder');
  if (kind === 0o120000) return about(name, 'ZIP_FEATURE', 'is a link');
  return kind === 0 || kind === 0o100000 ? undefined : about(name, 'ZIP_FEATURE', 'is not a plain file');
}

function formProblem(name: string, flags: number, method: number): ZipProblem | undefined {
  if ((flags & encryptionFlags) !== 0) return about(name, 'ZIP_FEATURE', 'is encrypted');
  if ((flags & ~harmlessFlags) !== 0) return about(name, 'ZIP_FEATURE', 'uses a feature that bundles do not use');
  if (method === 0 || method === 8) return undefined;
  return about(name, 'ZIP_FEATURE', `is packed with method ${method}, neither stored nor deflated`);
}

function sizeProblem(entry: ZipEntry): ZipProblem | undefined {
  if (!isWithinLimit(entry.name, entry.size)) return about(entry.name, 'ZIP_LIMIT', 'unpacks to more than 256 MiB');
  if (entry.size > limits.ratioFrom && entry.size > entry.packed * limits.ratio)
    return about(entry.name, 'ZIP_LIMIT', 'unpacks to more than 200 times its size');
  if (entry.method === 0 && entry.size !== entry.packed)
    return about(entry.name, 'ZIP_INVALID', 'is stored, but has two sizes');
  return undefined;
}

const about = (name: string, code: ZipCode, detail: string): ZipProblem => ({
  code,
  detail: `"${shownName(name)}" ${detail}`,
});

/** One character a byte: names in a bundle are ASCII, and whatever is not is refused by its characters. */
const byteText = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
