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

/** The files of a bundle whose statements have not been read to their end yet. */
export interface OpenedBundle extends BundleFiles {
  /** The pieces of `statements.jsonl`, to be read once; its digest is taken as they pass. */
  statements(): AsyncIterable<Uint8Array>;
  /** Once they have passed: false when they were damaged on the way, so that none of them counts. */
  areStatementsWhole(): boolean;
}

/** Whether the statements are to be read, or are known to be damaged from a reading before. */
export type StatementsState = 'unread' | 'damaged';

/**
 * First check: a zip file of the strict kind, `bundle.json` last and canonical, exactly the files it names, each with the digest it
 * gives, and none that a bundle of this kind does not have. `undefined` when there is nothing to go on with.
 */
export async function checkFiles(
  bytes: Uint8Array | ByteSource,
  state: StatementsState,
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
  const later = new LaterDigest(zip, manifest, state);
  const readable = await checkDigests(zip, manifest, later, findings);
  const files: OpenedBundle = {
    manifest,
    names: [...readable],
    read: async (name) => (readable.has(name) ? readOrNothing(zip, name) : undefined),
    pieces: (name) => (readable.has(name) ? zip.unpack(name).pieces : none()),
    statements: () => (readable.has(fileNames.statements) ? later.pieces() : none()),
    areStatementsWhole: () => later.isWhole,
  };
  await checkSlots(files, findings);
  return files;
}

async function* none(): AsyncGenerator<Uint8Array> {}

/** The digest of `statements.jsonl`, which is too long to be unpacked once for its digest and once more for its content. */
class LaterDigest {
  private findings = new Findings();
  isWhole = true;

  constructor(
    private readonly zip: ZipFile,
    private readonly manifest: BundleManifest,
    private readonly state: StatementsState,
  ) {}

  /** Whether the file can be read at all, as far as that is known. */
  begin(findings: Findings): boolean {
    this.findings = findings.part();
    if (this.state === 'unread') return true;
    this.findings.add('ZIP_INVALID', `"${fileNames.statements}" cannot be unpacked to what the directory says`);
    return false;
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    const digest = sha256OfPieces();
    const unpacking = this.zip.unpack(fileNames.statements);
    for await (const piece of unpacking.pieces) {
      digest.update(piece);
      yield piece;
    }
    this.isWhole = unpacking.problem() === undefined;
    compareDigest(fileNames.statements, toHex(digest.digest()), this.manifest, this.findings);
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

/** Unpacks every file once, but for the statements. Returns the names of those that can be. */
async function checkDigests(
  zip: ZipFile,
  manifest: BundleManifest,
  later: LaterDigest,
  findings: Findings,
): Promise<Set<string>> {
  const readable = new Set<string>();
  for (const name of zip.names.slice(0, -1)) {
    if (name === fileNames.statements) {
      if (later.begin(findings)) readable.add(name);
      continue;
    }
    const digest = sha256OfPieces();
    const unpacking = zip.unpack(name);
    for await (const piece of unpacking.pieces) digest.update(piece);
    const problem = unpacking.problem();
    if (problem === undefined) {
      readable.add(name);
      compareDigest(name, toHex(digest.digest()), manifest, findings);
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
