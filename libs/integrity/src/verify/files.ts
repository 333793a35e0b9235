import { toHex } from '../bytes.js';
import { documentDigestOf, fileNames, isExpectedFile, requiredFiles } from '../bundle/file-names.js';
import { type BundleManifest, parseManifest } from '../bundle/manifest.js';
import { sha256 } from '../platform.js';
import { openZip, type ZipFile } from '../zip/zip-reader.js';
import { shownName } from '../zip/zip-problem.js';
import type { BundleFiles } from './bundle-files.js';
import type { Findings } from './finding.js';
import { readSlots } from './slots.js';

/**
 * First check: a zip file of the strict kind, `bundle.json` last and canonical, exactly the files it names, each with the digest it
 * gives, and none that a bundle of this kind does not have. `undefined` when there is nothing to go on with.
 */
export function checkFiles(bytes: Uint8Array, findings: Findings): BundleFiles | undefined {
  const zip = openZip(bytes);
  if (!('names' in zip)) {
    for (const { code, detail } of zip) findings.add(code, detail);
    return undefined;
  }
  const manifest = readManifest(zip, findings);
  if (manifest === undefined) return undefined;
  checkNames(zip.names, manifest, findings);
  const readable = checkDigests(zip, manifest, findings);
  const files: BundleFiles = {
    manifest,
    names: [...readable],
    read: (name) => (readable.has(name) ? readOrNothing(zip, name) : undefined),
  };
  checkSlots(files, findings);
  return files;
}

function readManifest(zip: ZipFile, findings: Findings): BundleManifest | undefined {
  if (zip.names.at(-1) !== fileNames.manifest) {
    findings.add('BUNDLE_JSON', 'bundle.json is not the last file');
    return undefined;
  }
  const bytes = zip.read(fileNames.manifest);
  if ('code' in bytes) {
    findings.add(bytes.code, bytes.detail);
    return undefined;
  }
  const manifest = parseManifest(bytes);
  if (typeof manifest !== 'string') return manifest;
  findings.add('BUNDLE_JSON', `bundle.json ${manifest}`);
  return undefined;
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

/** Unpacks every file once. Returns the names of those that can be. */
function checkDigests(zip: ZipFile, { files }: BundleManifest, findings: Findings): Set<string> {
  const readable = new Set<string>();
  for (const name of zip.names.slice(0, -1)) {
    const bytes = zip.read(name);
    if ('code' in bytes) {
      findings.add(bytes.code, bytes.detail);
      continue;
    }
    readable.add(name);
    const digest = toHex(sha256(bytes));
    if (Object.hasOwn(files, name) && files[name] !== digest)
      findings.add('FILE_DIGEST', `"${name}" is not the file whose digest bundle.json gives`);
    if ((documentDigestOf(name) ?? digest) !== digest)
      findings.add('FILE_DIGEST', `"${name}" is not named by the digest of its content`);
  }
  return readable;
}

function readOrNothing(zip: ZipFile, name: string): Uint8Array | undefined {
  const bytes = zip.read(name);
  return 'code' in bytes ? undefined : bytes;
}

/** The list of slots is unsigned and for information: it must be a JSON object, no more is asked of it here. */
function checkSlots(files: BundleFiles, findings: Findings): void {
  if (files.names.includes(fileNames.slots) && readSlots(files) === undefined)
    findings.add('LINE', '"slots.json" is not a JSON object');
}
