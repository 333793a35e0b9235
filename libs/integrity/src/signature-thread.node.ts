import { type KeyObject, verify } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

/** Signatures to verify together: of each one the message, and the 64 bytes of the signature right before it. */
export interface PackedSignatures {
  readonly keys: readonly KeyObject[];
  /** Of each signature, which of the keys; none of them for one that is not of its form. */
  readonly keyOf: readonly number[];
  /** Of each message, where in the bytes it begins and ends. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly bytes: Uint8Array;
}

export interface UnpackedSignature {
  readonly key: KeyObject | undefined;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

export const signatureBytes = 64;

/** The signatures in their order, each where it lies. */
export const unpacked = ({ keys, keyOf, starts, ends, bytes }: PackedSignatures): UnpackedSignature[] =>
  starts.map((start, i) => ({
    key: keys[keyOf[i] ?? -1],
    message: bytes.subarray(start, ends[i]),
    signature: bytes.subarray(start - signatureBytes, start),
  }));

const fits = ({ key, message, signature }: UnpackedSignature): boolean =>
  key !== undefined && verify(null, message, key, signature);

parentPort?.on('message', (packed: PackedSignatures) => parentPort?.postMessage(unpacked(packed).map(fits)));
