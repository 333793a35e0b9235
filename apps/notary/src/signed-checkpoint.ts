import {
  type Checkpoint,
  formatCheckpoint,
  formatSignedCheckpoint,
  noteKeyTypes,
  publicKeyBytes,
  type Signer,
  utf8,
  verifierKey,
} from '#libs/integrity';

/** A checkpoint as a note with a signature line of each signer, in their order (C2SP tlog-checkpoint). */
export async function signedCheckpoint(checkpoint: Checkpoint, signers: readonly Signer[]): Promise<string> {
  const text = utf8(formatCheckpoint(checkpoint));
  const lines = signers.map(async (signer) => {
    const { name, keyId } = verifierKey(checkpoint.origin, noteKeyTypes.ed25519, publicKeyBytes(signer.publicJwk));
    return { name, keyId, signature: await signer.sign(text) };
  });
  return formatSignedCheckpoint(checkpoint, await Promise.all(lines));
}
