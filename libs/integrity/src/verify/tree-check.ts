import { equalBytes, toHex } from '../bytes.js';
import type { Checkpoint } from '../checkpoint.js';
import { sha256 } from '../platform.js';
import { hashTileBytes, hashTiles, tilePath } from '../tiles.js';
import { MerkleTree } from '../tree.js';
import type { OpenedBundle } from './files.js';
import type { Findings } from './finding.js';
import type { Leaf } from './statements.js';

/**
 * An auditor's bundle holds every statement: the whole tree is built from them and must have the signed root; its tiles must be
 * those of the bundle.
 */
export class WholeTree {
  private readonly tree = new MerkleTree();
  private isBroken = false;

  /** Takes in the next leaf; behind a position that is missing there is no tree to speak of. */
  see({ position, hash }: Leaf): void {
    this.isBroken ||= position !== this.tree.size;
    if (!this.isBroken) this.tree.append(hash);
  }

  /** Holds the tree against the checkpoint; `undefined` when positions are missing. */
  against(checkpoint: Checkpoint, findings: Findings): MerkleTree | undefined {
    const { tree } = this;
    if (tree.size !== checkpoint.size) {
      const wrong =
        tree.size < checkpoint.size ? 'the statement at this position is missing' : 'the log ends before it';
      findings.add('POSITION_MISSING', wrong, { position: Math.min(tree.size, checkpoint.size) });
      return undefined;
    }
    if (!equalBytes(tree.root(), checkpoint.root))
      findings.add('INCLUSION', 'the statements together do not have the root that the log signed');
    return tree;
  }
}

/** The tiles of a bundle are those of its tree: what they hold was hashed when they were unpacked, and is not read again. */
export function checkTiles(files: OpenedBundle, tree: MerkleTree, findings: Findings): void {
  const unexpected = new Set(files.names.filter((name) => name.startsWith('tile/')));
  for (const tile of hashTiles(tree.size)) {
    const name = tilePath(tile);
    const digest = files.digest(name);
    unexpected.delete(name);
    if (digest === undefined) findings.add('TILE', `"${name}" is missing`);
    else if (digest !== toHex(sha256(hashTileBytes(tree, tile))))
      findings.add('TILE', `"${name}" does not hold the hashes of the statements`);
  }
  for (const name of unexpected) findings.add('TILE', `"${name}" is no tile of this tree`);
}
