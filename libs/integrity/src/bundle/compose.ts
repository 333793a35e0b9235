import { canonicalJson } from '#libs/ledger';
import { toHex, utf8 } from '../bytes.js';
import { disclosureDigest } from '../disclosure.js';
import { formatHeadsList, type HeadsList } from '../heads.js';
import { sha256 } from '../platform.js';
import { hashTileBytes, hashTiles, tilePath } from '../tiles.js';
import { formatHashes, formatTlogProof } from '../tlog-proof.js';
import type { MerkleTree } from '../tree.js';
import type { NamedFile, ZippedFile } from '../zip/zip-writer.js';
import { consistencyFile, documentFile, fileNames, headsFile, proofFile } from './file-names.js';
import {
  type CiphertextsLine,
  type DisclosureLine,
  encodeCiphertexts,
  encodeDisclosures,
  encodeStatements,
  type StatementLine,
} from './lines.js';
import { type BundleAudience, encodeManifest, manifestOf } from './manifest.js';
import { readmeText } from './readme.js';

/** What a bundle is, and all of it that follows from the log alone. */
export interface BundleOutline {
  readonly audience: BundleAudience;
  /** Absent in an auditor's bundle only. */
  readonly code?: string;
  readonly origin: string;
  /** Position of the HeadsRecorded statement among the statements. */
  readonly headsPosition: number;
  /** By code: the reader's own, or every code in force for an auditor. */
  readonly lists: ReadonlyMap<string, HeadsList>;
  /** The log's tree, at least as large as the checkpoint. */
  readonly tree: MerkleTree;
  readonly checkpoint: {
    readonly size: number;
    /** The signed note, verbatim. */
    readonly text: string;
  };
  readonly slots: Readonly<Record<string, readonly string[]>>;
  /** Size (≥ 1) of an older checkpoint to which the bundle proves consistency. */
  readonly since?: number;
}

/** Everything a bundle is made of. Which statements and disclosures its readers may have is decided before. */
export interface BundleParts extends BundleOutline {
  /** Ascending; an auditor's bundle holds all below the checkpoint's size. */
  readonly statements: readonly StatementLine[];
  /** In any order. */
  readonly disclosures: readonly DisclosureLine[];
  /** Plaintext of the documents the reader may have. */
  readonly documents?: readonly Uint8Array[];
  /** Bytes by file name, `views/<view>.<version>.json`. */
  readonly views?: ReadonlyMap<string, Uint8Array>;
  /** Auditors only: a line for each statement with `ct`. */
  readonly ciphertexts?: readonly CiphertextsLine[];
}

/** The files of a bundle that its outline does not give, each in its final form, which may be long. */
export interface BundleContents<File extends ZippedFile> {
  /** Of the statements, ascending. */
  readonly positions: Iterable<number>;
  readonly statements: File;
  readonly disclosures: File;
  /** Auditors only. */
  readonly ciphertexts?: File | undefined;
  /** Ascending by name. */
  readonly documents: Iterable<File>;
  readonly views: Iterable<File>;
}

/** The files of a `ledger-bundle/1` in the order in which they stand in the zip file, `bundle.json` last. Pure. */
export function composeBundle(parts: BundleParts): NamedFile[] {
  const { statements, disclosures, ciphertexts = [], documents = [], views = [] } = parts;
  const files = [
    ...bundleFiles<NamedFile>(parts, {
      positions: statements.map(({ position }) => position),
      statements: { name: fileNames.statements, bytes: encodeStatements(statements) },
      disclosures: { name: fileNames.disclosures, bytes: encodeDisclosures(inOrder(disclosures)) },
      ciphertexts: { name: fileNames.ciphertexts, bytes: encodeCiphertexts(ciphertexts) },
      documents: documentFiles(documents),
      views: [...views].map(([name, bytes]) => ({ name, bytes })),
    }),
  ];
  const digests = files.map(({ name, bytes }): [string, string] => [name, toHex(sha256(bytes))]);
  const manifest = encodeManifest(manifestOf(parts, Object.fromEntries(digests)));
  return [...files, { name: fileNames.manifest, bytes: manifest }];
}

/** Every file but `bundle.json`, in the order of the zip file, each made when it is asked for. */
export function* bundleFiles<File extends ZippedFile>(
  outline: BundleOutline,
  contents: BundleContents<File>,
): Generator<File | NamedFile> {
  yield { name: fileNames.readme, bytes: utf8(readmeText) };
  yield { name: fileNames.checkpoint, bytes: utf8(outline.checkpoint.text) };
  yield { name: fileNames.slots, bytes: utf8(canonicalJson(outline.slots)) };
  for (const [code, list] of outline.lists) yield { name: headsFile(code), bytes: utf8(formatHeadsList(list)) };
  yield contents.statements;
  yield contents.disclosures;
  if (outline.code === undefined) yield* auditorFiles(outline, contents);
  else yield* proofFiles(outline, contents.positions);
  yield* consistencyFiles(outline);
  yield* contents.documents;
  yield* contents.views;
}

/** By position, then by digest as text. */
function inOrder(lines: readonly DisclosureLine[]): DisclosureLine[] {
  const keyed = lines.map((line) => ({ line, digest: disclosureDigest(line.disclosure) }));
  keyed.sort((a, b) => a.line.position - b.line.position || (a.digest < b.digest ? -1 : 1));
  return keyed.map(({ line }) => line);
}

function* proofFiles({ tree, checkpoint }: BundleOutline, positions: Iterable<number>): Generator<NamedFile> {
  for (const position of positions) {
    const hashes = tree.inclusionProof(position, checkpoint.size);
    const proof = formatTlogProof({ index: position, hashes, checkpoint: checkpoint.text });
    yield { name: proofFile(position), bytes: utf8(proof) };
  }
}

function* auditorFiles<File extends ZippedFile>(
  { tree, checkpoint }: BundleOutline,
  { ciphertexts }: BundleContents<File>,
): Generator<File | NamedFile> {
  if (ciphertexts) yield ciphertexts;
  for (const tile of hashTiles(checkpoint.size)) yield { name: tilePath(tile), bytes: hashTileBytes(tree, tile) };
}

function* consistencyFiles({ since, tree, checkpoint }: BundleOutline): Generator<NamedFile> {
  if (since === undefined) return;
  const proof = formatHashes(tree.consistencyProof(since, checkpoint.size));
  yield { name: consistencyFile(since), bytes: utf8(proof) };
}

function documentFiles(documents: readonly Uint8Array[]): NamedFile[] {
  const byDigest = new Map(documents.map((bytes) => [toHex(sha256(bytes)), bytes]));
  return [...byDigest]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([digest, bytes]) => ({ name: documentFile(digest), bytes }));
}
