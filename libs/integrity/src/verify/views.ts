import { isJsonObject, type Json, type RecordedEvent } from '#libs/ledger';
import { equalBytes, toHex } from '../bytes.js';
import { documentDigestOf, fileNames } from '../bundle/file-names.js';
import type { BundleManifest } from '../bundle/manifest.js';
import { sha256 } from '../platform.js';
import type { Disclosures } from './disclosures.js';
import type { BundleFiles } from './bundle-files.js';
import type { Findings } from './finding.js';

/** Everything a view may be folded from: the events of the bundle in order, and the sealed fields it opens, by position. */
export interface ViewSource {
  readonly manifest: BundleManifest;
  readonly events: readonly RecordedEvent[];
  readonly disclosures: Disclosures;
}

/** Folds the views the verifier knows: the name of each file in the bundle and what its bytes must be. */
export type RecomputeViews = (source: ViewSource) => ReadonlyMap<string, Uint8Array>;

/** What the verifier knows of views and of the fixed text (SHA-256, hex). */
export interface ViewKnowledge {
  readonly recompute: RecomputeViews;
  readonly readmes: ReadonlySet<string>;
}

export interface ViewsOutcome {
  readonly recomputed: readonly string[];
  /** Views of a kind or version this verifier does not know. */
  readonly unknown: readonly string[];
}

/** The views equal the fold of the bundle's own events, byte for byte; documents and the fixed text belong to it. */
export function checkViews(
  files: BundleFiles,
  source: ViewSource,
  { recompute, readmes }: ViewKnowledge,
  findings: Findings,
): ViewsOutcome {
  checkReadme(files, readmes, findings);
  checkDocuments(files, source, findings);
  const names = files.names.filter((name) => name.startsWith('views/'));
  if (names.length === 0) return { recomputed: [], unknown: [] };
  const known = fold(source, recompute, findings);
  for (const name of names) {
    const expected = known.get(name);
    if (expected !== undefined && !equalBytes(expected, files.read(name) ?? new Uint8Array()))
      findings.add('VIEW_DIFFERS', `"${name}" is not what the statements here amount to`);
  }
  return {
    recomputed: names.filter((name) => known.has(name)),
    unknown: names.filter((name) => !known.has(name)),
  };
}

/** Statements of the right form may still say what no ledger records, and no fold was written for. */
function fold(source: ViewSource, recompute: RecomputeViews, findings: Findings): ReadonlyMap<string, Uint8Array> {
  try {
    return recompute(source);
  } catch {
    findings.add('VIEW_DIFFERS', 'no view can be made of these statements');
    return new Map();
  }
}

function checkReadme(files: BundleFiles, readmes: ReadonlySet<string>, findings: Findings): void {
  const readme = files.read(fileNames.readme);
  if (readme && !readmes.has(toHex(sha256(readme))))
    findings.add('README_ALTERED', '"README.txt" is not the text that belongs to this format');
}

function checkDocuments(files: BundleFiles, { events, disclosures }: ViewSource, findings: Findings): void {
  const documents = files.names.filter((name) => documentDigestOf(name) !== undefined);
  if (documents.length === 0) return;
  const digests = new Set<string>();
  for (const { data } of events) collectDigests(data, digests);
  for (const fields of disclosures.values()) for (const { value } of fields) collectDigests(value, digests);
  for (const name of documents)
    if (!digests.has(documentDigestOf(name) ?? ''))
      findings.add('DOCUMENT_UNREFERENCED', `"${name}" is named by no statement here`);
}

/** Every text that could be a digest of a document's plaintext; `file` addresses its encrypted bytes instead. */
function collectDigests(value: Json, digests: Set<string>): void {
  if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) digests.add(value);
  else if (Array.isArray(value)) value.forEach((item: Json) => collectDigests(item, digests));
  else if (isJsonObject(value))
    for (const [name, item] of Object.entries(value)) if (name !== 'file') collectDigests(item, digests);
}
