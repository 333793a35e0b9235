import { canonicalJson } from '#libs/ledger';
import { compareText, concat, toBase64url, utf8 } from './bytes.js';
import { sha256 } from './platform.js';

/** One encrypted disclosure: 12-byte iv ‖ AES-256-GCM ciphertext ‖ tag, and the path of the slot it fills. */
export interface SealedBox {
  readonly path: string;
  readonly box: Uint8Array;
}

export interface BoxDigest {
  readonly path: string;
  /** SHA-256 of the box. */
  readonly digest: Uint8Array;
}

/** JCS(["slot/1", iss, jti, path, [key ids ascending]]): binds a box to its place; also HKDF's info. */
export const slotAad = (iss: string, jti: string, path: string, keyIds: readonly string[]): Uint8Array =>
  utf8(canonicalJson(['slot/1', iss, jti, path, [...keyIds].sort()]));

export const boxDigest = ({ path, box }: SealedBox): BoxDigest => ({ path, digest: sha256(box) });

/** The `ct` claim from the boxes themselves. */
export const ciphertextsDigest = (boxes: readonly SealedBox[]): string => digestOfBoxDigests(boxes.map(boxDigest));

/** The `ct` claim from the boxes' digests: base64url SHA-256(d₁ ‖ … ‖ dₙ), paths in byte order. */
export function digestOfBoxDigests(digests: readonly BoxDigest[]): string {
  const ordered = [...digests].sort((a, b) => compareText(a.path, b.path));
  return toBase64url(sha256(concat(...ordered.map(({ digest }) => digest))));
}
