import { type KeyObject, verify } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

/** Signatures to verify together: of each one the 64 bytes of the signature and then the message, all of them one behind the other. */
export interface PackedSignatures {
  readonly keys: readonly KeyObject[];
  /** Of each signature, which of the keys; none of them for one that is not of its form. */
  readonly keyOf: readonly number[];
  /** Of each message, its length in bytes. */
  readonly lengths: readonly number[];
  readonly bytes: Uint8Array;
}

export interface UnpackedSignature {
  readonly key: KeyObject | undefined;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

export const signatureBytes = 64;

/** The signatures in their order, each where it lies. */
export function* unpacked({ keys, keyOf, lengths, bytes }: PackedSignatures): Generator<UnpackedSignature> {
  let at = 0;
  for (const [i, length] of lengths.entries()) {
    const start = at + signatureBytes;
    const end = start + length;
    yield { key: keys[keyOf[i] ?? -1], message: bytes.subarray(start, end), signature: bytes.subarray(at, start) };
    at = end;
  }
}

const fits = ({ key, message, signature }: UnpackedSignature): boolean =>
  key !== undefined && verify(null, message, key, signature);

parentPort?.on('message', (packed: PackedSignatures) => parentPort?.postMessage(Array.from(unpacked(packed), fits)));
