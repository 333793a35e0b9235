import type { RecordedEvent } from '#libs/ledger';
import { equalBytes, toHex } from '../bytes.js';
import { fileNames } from '../bundle/file-names.js';
import type { BundleManifest } from '../bundle/manifest.js';
import { sha256 } from '../platform.js';
import type { Disclosures } from './disclosures.js';
import type { DocumentNames } from './document-names.js';
import type { BundleFiles } from './bundle-files.js';
import type { Findings } from './finding.js';

/** Everything a view may be folded from: the events of a bundle for readers in order, and the sealed fields it opens, by position. */
export interface ViewSource {
  readonly manifest: BundleManifest;
  readonly events: readonly RecordedEvent[];
  readonly disclosures: Disclosures;
}

/** Folds the views the verifier knows: the name of each file in the bundle and what its bytes must be. */
export type RecomputeViews = (source: ViewSource) => ReadonlyMap<string, Uint8Array>;

/** Folds the views of an auditor's bundle of any length: sees every event in order and keeps none. */
export interface WholeFold {
  see(event: RecordedEvent): void;
  /** By name, once all events have passed. */
  files(): ReadonlyMap<string, Uint8Array>;
}

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
export async function checkViews(
  files: BundleFiles,
  read: { readonly source: ViewSource; readonly documents: DocumentNames },
  { recompute, readmes }: ViewKnowledge,
  findings: Findings,
): Promise<ViewsOutcome> {
  await checkReadme(files, readmes, findings);
  for (const name of read.documents.unnamed)
    findings.add('DOCUMENT_UNREFERENCED', `"${name}" is named by no statement here`);
  const names = files.names.filter((name) => name.startsWith('views/'));
  if (names.length === 0) return { recomputed: [], unknown: [] };
  const known = fold(read.source, recompute, findings);
  for (const name of names) {
    const expected = known.get(name);
    if (expected !== undefined && !equalBytes(expected, (await files.read(name)) ?? new Uint8Array()))
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

async function checkReadme(files: BundleFiles, readmes: ReadonlySet<string>, findings: Findings): Promise<void> {
  const readme = await files.read(fileNames.readme);
  if (readme && !readmes.has(toHex(sha256(readme))))
    findings.add('README_ALTERED', '"README.txt" is not the text that belongs to this format');
}
