import { LedgerError } from '#libs/ledger';
import { toHex } from '../bytes.js';
import { sha256, sha256OfPieces } from '../platform.js';
import { isWithinLimit, limits } from '../zip/zip-directory.js';
import { writeZip, type ZippedFile } from '../zip/zip-writer.js';
import { type BundleContents, bundleFiles, type BundleOutline, manifestFile } from './compose.js';

/**
 * The bytes of a `ledger-bundle/1`, piece by piece: neither a file in it nor the whole is ever in memory. `seen` is called when the next
 * of its files is written. Throws `BUNDLE_TOO_LARGE` for what no verifier would accept (design 7.5).
 */
export function zippedBundle(
  outline: BundleOutline,
  contents: BundleContents<ZippedFile>,
  seen: (name: string) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  return writeZip(withManifest(outline, contents, seen));
}

function* withManifest(
  outline: BundleOutline,
  contents: BundleContents<ZippedFile>,
  seen: (name: string) => void,
): Generator<ZippedFile> {
  const digests: Record<string, string> = {};
  let count = 1;
  for (const file of bundleFiles(outline, contents)) {
    if (++count > limits.entries) throw tooLarge(`more than ${limits.entries} files`);
    seen(file.name);
    if ('bytes' in file) digests[file.name] = toHex(sha256(file.bytes));
    yield 'bytes' in file ? within(file) : { name: file.name, pieces: () => digested(file, digests) };
  }
  const manifest = manifestFile(outline, digests);
  seen(manifest.name);
  yield manifest;
}

function within<File extends ZippedFile & { readonly bytes: Uint8Array }>(file: File): File {
  if (!isWithinLimit(file.name, file.bytes.length)) throw tooLarge(`"${file.name}" is too long`);
  return file;
}

async function* digested(
  { name, pieces }: Extract<ZippedFile, { readonly pieces: unknown }>,
  digests: Record<string, string>,
): AsyncGenerator<Uint8Array> {
  const digest = sha256OfPieces();
  let size = 0;
  for await (const piece of pieces()) {
    size += piece.length;
    if (!isWithinLimit(name, size)) throw tooLarge(`"${name}" is too long`);
    digest.update(piece);
    yield piece;
  }
  digests[name] = toHex(digest.digest());
}

const tooLarge = (reason: string): LedgerError => new LedgerError('BUNDLE_TOO_LARGE', reason);
