import { fromUtf8 } from '../bytes.js';
import { fileNames, proofFile, proofPositionOf } from '../bundle/file-names.js';
import type { Checkpoint } from '../checkpoint.js';
import { parseTlogProof } from '../tlog-proof.js';
import { verifyInclusion } from '../tree.js';
import type { BundleFiles } from './bundle-files.js';
import type { Findings } from './finding.js';
import type { Leaf } from './statements.js';

/** Each statement has one proof that leads from it to the signed root, with the bundle's own checkpoint in it; there is no other. */
export async function checkProofs(
  files: BundleFiles,
  leaves: readonly Leaf[],
  checkpoint: Checkpoint,
  findings: Findings,
): Promise<void> {
  const signed = fromUtf8((await files.read(fileNames.checkpoint)) ?? new Uint8Array());
  const positions = new Set(leaves.map(({ position }) => position));
  for (const leaf of leaves) await checkProof(files, leaf, { ...checkpoint, signed }, findings);
  for (const name of files.names) {
    const position = proofPositionOf(name);
    if (position !== undefined && !positions.has(position))
      findings.add('FILE_UNEXPECTED', `"${name}" proves a statement that is not here`);
  }
}

async function checkProof(
  files: BundleFiles,
  { position, hash }: Leaf,
  checkpoint: Checkpoint & { readonly signed: string | undefined },
  findings: Findings,
): Promise<void> {
  const bytes = await files.read(proofFile(position));
  if (bytes === undefined)
    return findings.add('PROOF_MISSING', 'there is no proof that it is in the log', { position });
  const proof = parseTlogProof(fromUtf8(bytes) ?? '');
  if (proof?.index !== position || proof.checkpoint !== checkpoint.signed)
    return findings.add('PROOF_FORM', 'its proof is not of its form, or for another position or checkpoint', {
      position,
    });
  if (!verifyInclusion({ hash, index: position }, checkpoint, proof.hashes))
    findings.add('INCLUSION', 'its proof does not lead to the root that the log signed', { position });
}
