import { canonicalJson } from '#libs/ledger';
import { toHex, utf8 } from '../bytes.js';
import { disclosureDigest } from '../disclosure.js';
import { formatHeadsList, type HeadsList } from '../heads.js';
import { sha256 } from '../platform.js';
import { hashTileBytes, hashTiles, tilePath } from '../tiles.js';
import { formatHashes, formatTlogProof } from '../tlog-proof.js';
import type { MerkleTree } from '../tree.js';
import type { NamedFile } from '../zip/zip-writer.js';
import { consistencyFile, documentFile, fileNames, headsFile, proofFile } from './file-names.js';
import {
  type CiphertextsLine,
  type DisclosureLine,
  encodeCiphertexts,
  encodeDisclosures,
  encodeStatements,
  type StatementLine,
} from './lines.js';
import { type BundleAudience, bundleFormat, type BundleManifest, encodeManifest } from './manifest.js';
import { readmeText } from './readme.js';

/** Everything a bundle is made of. Which statements and disclosures its readers may have is decided before. */
export interface BundleParts {
  readonly audience: BundleAudience;
  /** Absent in an auditor's bundle only. */
  readonly code?: string;
  readonly origin: string;
  /** Position of the HeadsRecorded statement among the statements. */
  readonly headsPosition: number;
  /** Ascending; an auditor's bundle holds all below the checkpoint's size. */
  readonly statements: readonly StatementLine[];
  /** In any order. */
  readonly disclosures: readonly DisclosureLine[];
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
  /** Plaintext of the documents the reader may have. */
  readonly documents?: readonly Uint8Array[];
  /** Bytes by file name, `views/<view>.<version>.json`. */
  readonly views?: ReadonlyMap<string, Uint8Array>;
  /** Size (≥ 1) of an older checkpoint to which the bundle proves consistency. */
  readonly since?: number;
  /** Auditors only: a line for each statement with `ct`. */
  readonly ciphertexts?: readonly CiphertextsLine[];
}

/** The files of a `ledger-bundle/1` in the order in which they stand in the zip file, `bundle.json` last. Pure. */
export function composeBundle(parts: BundleParts): NamedFile[] {
  const files: NamedFile[] = [
    { name: fileNames.readme, bytes: utf8(readmeText) },
    { name: fileNames.checkpoint, bytes: utf8(parts.checkpoint.text) },
    { name: fileNames.slots, bytes: utf8(canonicalJson(parts.slots)) },
    ...listFiles(parts),
    { name: fileNames.statements, bytes: encodeStatements(parts.statements) },
    { name: fileNames.disclosures, bytes: encodeDisclosures(inOrder(parts.disclosures)) },
    ...(parts.code === undefined ? auditorFiles(parts) : proofFiles(parts)),
    ...consistencyFiles(parts),
    ...documentFiles(parts),
    ...[...(parts.views ?? [])].map(([name, bytes]) => ({ name, bytes })),
  ];
  return [...files, manifestOf(parts, files)];
}

function manifestOf({ audience, code, headsPosition, origin }: BundleParts, files: readonly NamedFile[]): NamedFile {
  const manifest: BundleManifest = {
    audience,
    ...(code !== undefined && { code }),
    files: Object.fromEntries(files.map(({ name, bytes }) => [name, toHex(sha256(bytes))])),
    format: bundleFormat,
    headsPosition,
    origin,
  };
  return { name: fileNames.manifest, bytes: encodeManifest(manifest) };
}

const listFiles = ({ lists }: BundleParts): NamedFile[] =>
  [...lists].map(([code, list]) => ({ name: headsFile(code), bytes: utf8(formatHeadsList(list)) }));

/** By position, then by digest as text. */
function inOrder(lines: readonly DisclosureLine[]): DisclosureLine[] {
  const keyed = lines.map((line) => ({ line, digest: disclosureDigest(line.disclosure) }));
  keyed.sort((a, b) => a.line.position - b.line.position || (a.digest < b.digest ? -1 : 1));
  return keyed.map(({ line }) => line);
}

const proofFiles = ({ statements, tree, checkpoint }: BundleParts): NamedFile[] =>
  statements.map(({ position }) => {
    const hashes = tree.inclusionProof(position, checkpoint.size);
    const proof = formatTlogProof({ index: position, hashes, checkpoint: checkpoint.text });
    return { name: proofFile(position), bytes: utf8(proof) };
  });

const auditorFiles = ({ tree, checkpoint, ciphertexts = [] }: BundleParts): NamedFile[] => [
  { name: fileNames.ciphertexts, bytes: encodeCiphertexts(ciphertexts) },
  ...hashTiles(checkpoint.size).map((tile) => ({ name: tilePath(tile), bytes: hashTileBytes(tree, tile) })),
];

function consistencyFiles({ since, tree, checkpoint }: BundleParts): NamedFile[] {
  if (since === undefined) return [];
  const proof = formatHashes(tree.consistencyProof(since, checkpoint.size));
  return [{ name: consistencyFile(since), bytes: utf8(proof) }];
}

function documentFiles({ documents = [] }: BundleParts): NamedFile[] {
  const byDigest = new Map(documents.map((bytes) => [toHex(sha256(bytes)), bytes]));
  return [...byDigest]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([digest, bytes]) => ({ name: documentFile(digest), bytes }));
}
