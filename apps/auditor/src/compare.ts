import {
  equalBytes,
  type Checkpoint,
  type Finding,
  leafHash,
  MerkleTree,
  readKeyRing,
  verifyCheckpoint,
} from '#libs/integrity';

import { MirrorFolder } from './mirror/mirror-folder.js';
import { readText, readTrust } from './verify-file.js';
import { LedgerError } from '#libs/ledger';

export interface CompareTask {
  /** Files with checkpoints, as whoever was shown them kept them. */
  readonly files: readonly string[];
  readonly trustFile?: string | undefined;
  /** A mirror of the log, by which checkpoints of different sizes can be compared. */
  readonly mirror?: string | undefined;
}

export interface Compared {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly checkpoints: readonly { readonly file: string; readonly size: number; readonly root: string }[];
  /** Files whose checkpoints could not be compared with the others, for want of a mirror that reaches so far. */
  readonly notCompared: readonly string[];
}

interface Shown extends Checkpoint {
  readonly file: string;
}

/**
 * Whether checkpoints shown to different people are of one log and one history, each cosigned by a quorum where one is pinned. Two of one size with different roots are a fork: two
 * views that the log has signed, and evidence in themselves. With a mirror, each may be signed with the key that was in force at its size. Throws `CONFIGURATION` when there is nothing to trust.
 */
export async function compare({ files, trustFile, mirror }: CompareTask): Promise<Compared> {
  const folder = mirror === undefined ? undefined : MirrorFolder.existing(mirror);
  const trust = trustFile === undefined ? folder?.trust : readTrust(trustFile);
  if (trust === undefined)
    throw new LedgerError('CONFIGURATION', 'name whom to trust with --trust FILE or --mirror DIR');
  const ring = folder && (await readKeyRing(statementsIn(folder), trust));
  const findings: Finding[] = [];
  const shown: Shown[] = [];
  for (const file of files) {
    const { checkpoint, findings: own } = await verifyCheckpoint(readText(file), trust, ring);
    findings.push(...own.map((finding) => ({ ...finding, detail: `${file}: ${finding.detail}` })));
    if (checkpoint) shown.push({ file, ...checkpoint });
  }
  const tree = folder && treeOf(folder);
  findings.push(...forks(shown), ...(tree ? strangers(shown, tree) : []));
  const checkpoints = shown.map(({ file, size, root }) => ({ file, size, root: Buffer.from(root).toString('base64') }));
  return { ok: findings.length === 0, findings, checkpoints, notCompared: notCompared(shown, tree) };
}

function* statementsIn(folder: MirrorFolder): Generator<string> {
  for (const jwts of folder.statements()) yield* jwts;
}

function treeOf(folder: MirrorFolder): MerkleTree {
  const tree = new MerkleTree();
  for (const jwt of statementsIn(folder)) tree.append(leafHash(jwt));
  return tree;
}

/** Every checkpoint against the first of its size. */
const forks = (shown: readonly Shown[]): Finding[] =>
  shown.flatMap(({ file, size, root }) => {
    const first = shown.find((other) => other.size === size);
    if (first === undefined || equalBytes(first.root, root)) return [];
    const detail = `a fork: ${first.file} and ${file} show two histories of ${size} statements, both signed by the log`;
    return [{ code: 'CONSISTENCY' as const, detail }];
  });

const strangers = (shown: readonly Shown[], tree: MerkleTree): Finding[] =>
  shown
    .filter(({ size, root }) => size <= tree.size && !equalBytes(tree.root(size), root))
    .map(({ file, size }) => ({
      code: 'CONSISTENCY' as const,
      detail: `a fork: ${file} shows another history of ${size} statements than the mirror holds`,
    }));

/** Without a tree that reaches so far, only checkpoints of one size can be held against each other. */
const notCompared = (shown: readonly Shown[], tree: MerkleTree | undefined): string[] =>
  shown
    .filter(({ size }) => size > (tree?.size ?? 0) && shown.some((other) => other.size !== size))
    .map(({ file }) => file);
