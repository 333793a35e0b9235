import type { ByteSource } from '../byte-source.js';
import { toHex } from '../bytes.js';
import { documentDigestOf, fileNames, isExpectedFile, requiredFiles } from '../bundle/file-names.js';
import { type BundleManifest, parseManifest } from '../bundle/manifest.js';
import { sha256OfPieces } from '../platform.js';
import { isWithinLimitOf } from '../zip/zip-directory.js';
import { openZip, type ZipFile } from '../zip/zip-reader.js';
import { shownName } from '../zip/zip-problem.js';
import type { BundleFiles } from './bundle-files.js';
import { Findings } from './finding.js';
import { readSlots } from './slots.js';

/** The files of a bundle whose long ones have not been read to their end yet. */
export interface OpenedBundle extends BundleFiles {
  /** SHA-256 (hex) of a file that could be unpacked, but for the long ones. */
  digest(name: string): string | undefined;
  /** Once all pieces of the long files have passed: those that were damaged on the way, so that nothing in them counts. */
  damaged(): string[];
}

/** The files that are as long as the ledger: their pieces are read once, and their digests taken as they pass. */
const longFiles = (code: string | undefined): readonly string[] =>
  code === undefined ? [fileNames.statements, fileNames.disclosures, fileNames.ciphertexts] : [fileNames.statements];

/**
 * First check: a zip file of the strict kind, `bundle.json` last and canonical, exactly the files it names, each with the digest it
 * gives, and none that a bundle of this kind does not have. `undefined` when there is nothing to go on with. Of the long files some may be
 * known to be damaged from a reading before.
 */
export async function checkFiles(
  bytes: Uint8Array | ByteSource,
  damaged: ReadonlySet<string>,
  findings: Findings,
): Promise<OpenedBundle | undefined> {
  const zip = openZip(bytes);
  if (!('names' in zip)) {
    for (const { code, detail } of zip) findings.add(code, detail);
    return undefined;
  }
  const manifest = await readManifest(zip, findings);
  if (manifest === undefined || !areWithinLimits(zip, manifest, findings)) return undefined;
  checkNames(zip.names, manifest, findings);
  const known = longFiles(manifest.code).map((name) => ({ name, isDamaged: damaged.has(name) }));
  const later = new Map(known.map((file) => [file.name, new LaterDigest(file, zip, manifest)]));
  const readable = await checkDigests(zip, manifest, later, findings);
  const files: OpenedBundle = {
    manifest,
    names: [...readable.keys()],
    read: async (name) => (readable.has(name) ? readOrNothing(zip, name) : undefined),
    pieces: (name) => (readable.has(name) ? (later.get(name)?.pieces() ?? zip.unpack(name).pieces) : none()),
    digest: (name) => readable.get(name),
    damaged: () => [...later].filter(([name, { isWhole }]) => readable.has(name) && !isWhole).map(([name]) => name),
  };
  await checkSlots(files, findings);
  return files;
}

async function* none(): AsyncGenerator<Uint8Array> {}

/** The digest of a file that is too long to be unpacked once for its digest and once more for its content. */
class LaterDigest {
  private findings = new Findings();
  /** All its pieces have passed, and were what the directory says. */
  isWhole = false;

  constructor(
    private readonly file: { readonly name: string; readonly isDamaged: boolean },
    private readonly zip: ZipFile,
    private readonly manifest: BundleManifest,
  ) {}

  /** Whether the file can be read at all, as far as that is known. */
  begin(findings: Findings): boolean {
    this.findings = findings.part();
    const { name, isDamaged } = this.file;
    if (isDamaged) this.findings.add('ZIP_INVALID', `"${name}" cannot be unpacked to what the directory says`);
    return !isDamaged;
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    const digest = sha256OfPieces();
    const { name } = this.file;
    const unpacking = this.zip.unpack(name);
    for await (const piece of unpacking.pieces) {
      digest.update(piece);
      yield piece;
    }
    this.isWhole = unpacking.problem() === undefined;
    compareDigest(name, toHex(digest.digest()), this.manifest, this.findings);
  }
}

async function readManifest(zip: ZipFile, findings: Findings): Promise<BundleManifest | undefined> {
  if (zip.names.at(-1) !== fileNames.manifest) {
    findings.add('BUNDLE_JSON', 'bundle.json is not the last file');
    return undefined;
  }
  const bytes = await zip.read(fileNames.manifest);
  if ('code' in bytes) {
    findings.add(bytes.code, bytes.detail);
    return undefined;
  }
  const manifest = parseManifest(bytes);
  if (typeof manifest !== 'string') return manifest;
  findings.add('BUNDLE_JSON', `bundle.json ${manifest}`);
  return undefined;
}

/** What is too long for its readers is not unpacked: nothing else can be said of the bundle. */
function areWithinLimits(zip: ZipFile, { code }: BundleManifest, findings: Findings): boolean {
  const long = zip.names.filter((name) => !isWithinLimitOf(code, name, zip.size(name)));
  for (const name of long)
    findings.add('ZIP_LIMIT', `"${name}" unpacks to more than 256 MiB, in a bundle that is not an auditor's`);
  return long.length === 0;
}

function checkNames(names: readonly string[], { code, files }: BundleManifest, findings: Findings): void {
  const present = new Set(names);
  for (const name of new Set([...Object.keys(files), ...requiredFiles(code)]))
    if (!present.has(name)) findings.add('FILE_MISSING', `"${shownName(name)}" is missing`);
  for (const name of names.slice(0, -1)) {
    if (!Object.hasOwn(files, name)) findings.add('FILE_UNEXPECTED', `"${name}" is not named in bundle.json`);
    else if (!isExpectedFile(name, code)) findings.add('FILE_UNEXPECTED', `"${name}" has no place in such a bundle`);
  }
}

/** Unpacks every file once, but for the long ones. Returns those that can be, with their digests. */
async function checkDigests(
  zip: ZipFile,
  manifest: BundleManifest,
  later: ReadonlyMap<string, LaterDigest>,
  findings: Findings,
): Promise<Map<string, string | undefined>> {
  const readable = new Map<string, string | undefined>();
  for (const name of zip.names.slice(0, -1)) {
    const long = later.get(name);
    if (long) {
      if (long.begin(findings)) readable.set(name, undefined);
      continue;
    }
    const running = sha256OfPieces();
    const unpacking = zip.unpack(name);
    for await (const piece of unpacking.pieces) running.update(piece);
    const problem = unpacking.problem();
    if (problem === undefined) {
      const digest = toHex(running.digest());
      readable.set(name, digest);
      compareDigest(name, digest, manifest, findings);
    } else findings.add(problem.code, problem.detail);
  }
  return readable;
}

function compareDigest(name: string, digest: string, { files }: BundleManifest, findings: Findings): void {
  if (Object.hasOwn(files, name) && files[name] !== digest)
    findings.add('FILE_DIGEST', `"${name}" is not the file whose digest bundle.json gives`);
  if ((documentDigestOf(name) ?? digest) !== digest)
    findings.add('FILE_DIGEST', `"${name}" is not named by the digest of its content`);
}

async function readOrNothing(zip: ZipFile, name: string): Promise<Uint8Array | undefined> {
  const bytes = await zip.read(name);
  return 'code' in bytes ? undefined : bytes;
}

/**
 * The list of slots is unsigned and for information: another implementation may know types in another shape. It must have its form; that
 * is a fault of the file (LINE), as with every other file that is read line by line or as a list.
 */
async function checkSlots(files: BundleFiles, findings: Findings): Promise<void> {
  if (files.names.includes(fileNames.slots) && (await readSlots(files)) === undefined)
    findings.add('LINE', '"slots.json" is not of its form');
}
