import { fromUtf8, type NamedFile, sha256, toHex, utf8 } from '#libs/integrity';
import { canonicalJson, isJsonObject } from '#libs/ledger';

/** The files of a bundle as one input: for each its name, its length and a line feed each, then its content. */
export function encodeFiles(files: readonly NamedFile[]): Uint8Array {
  return Buffer.concat(files.flatMap(({ name, bytes }) => [utf8(`${name}\n${bytes.length}\n`), bytes]));
}

/** Reads as far as it goes: whatever was changed in an input, it stands for some files. */
export function decodeFiles(input: Uint8Array): NamedFile[] {
  const files: NamedFile[] = [];
  const text = Buffer.from(input);
  for (let at = 0; at < text.length;) {
    const nameEnd = text.indexOf(10, at);
    const lengthEnd = text.indexOf(10, nameEnd + 1);
    if (nameEnd < 0 || lengthEnd < 0) break;
    const length = Number(text.toString('latin1', nameEnd + 1, lengthEnd));
    const end = lengthEnd + 1 + (Number.isSafeInteger(length) && length >= 0 ? length : 0);
    files.push({ name: text.toString('latin1', at, nameEnd), bytes: input.slice(lengthEnd + 1, end) });
    at = end;
  }
  return files;
}

/** `bundle.json` with the digests of the files beside it, where it can be read at all: else nothing behind it would be looked at. */
export function withDigests(files: readonly NamedFile[]): NamedFile[] {
  const others = files.filter(({ name }) => name !== 'bundle.json');
  const last = files.find(({ name }) => name === 'bundle.json');
  if (last === undefined) return others;
  return [...others, { name: last.name, bytes: refitted(last.bytes, others) }];
}

function refitted(bytes: Uint8Array, others: readonly NamedFile[]): Uint8Array {
  try {
    const manifest: unknown = JSON.parse(fromUtf8(bytes) ?? '');
    if (!isJsonObject(manifest)) return bytes;
    const digests = Object.fromEntries(others.map((file) => [file.name, toHex(sha256(file.bytes))]));
    return utf8(canonicalJson({ ...manifest, files: digests }));
  } catch {
    return bytes;
  }
}
