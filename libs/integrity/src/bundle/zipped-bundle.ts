import { LedgerError } from '#libs/ledger';
import { sha256, sha256OfPieces } from '../platform.js';
import { isWithinLimitOf, limits } from '../zip/zip-directory.js';
import { writeZip, type ZippedFile } from '../zip/zip-writer.js';
import { type BundleContents, bundleFiles, type BundleOutline } from './compose.js';
import { FileDigests } from './file-digests.js';

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
  const digests = new FileDigests();
  for (const file of bundleFiles(outline, contents)) {
    if (digests.count + 2 > limits.entries) throw tooLarge(`more than ${limits.entries} files`);
    seen(file.name);
    if ('bytes' in file) {
      digests.add(file.name, sha256(file.bytes));
      yield within(outline.code, file);
    } else {
      const number = digests.add(file.name);
      yield { name: file.name, pieces: () => digested(outline.code, file, (digest) => digests.tell(number, digest)) };
    }
  }
  const manifest = digests.manifest(outline);
  seen(manifest.name);
  yield manifest;
}

function within<File extends ZippedFile & { readonly bytes: Uint8Array }>(code: string | undefined, file: File): File {
  if (!isWithinLimitOf(code, file.name, file.bytes.length)) throw tooLarge(`"${file.name}" is too long`);
  return file;
}

async function* digested(
  code: string | undefined,
  { name, pieces }: Extract<ZippedFile, { readonly pieces: unknown }>,
  tell: (digest: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  const digest = sha256OfPieces();
  let size = 0;
  for await (const piece of pieces()) {
    size += piece.length;
    if (!isWithinLimitOf(code, name, size)) throw tooLarge(`"${name}" is too long`);
    digest.update(piece);
    yield piece;
  }
  tell(digest.digest());
}

const tooLarge = (reason: string): LedgerError => new LedgerError('BUNDLE_TOO_LARGE', reason);
