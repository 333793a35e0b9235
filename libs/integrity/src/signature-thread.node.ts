import { type KeyObject, verify } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

/** Signatures to verify together: of each one the message, and the 64 bytes of the signature right before it. */
export interface PackedSignatures {
  readonly keys: readonly KeyObject[];
  /** Of each signature, which of the keys; none of them for one that is not of its form. */
  readonly keyOf: Int32Array;
  /** Of each message, where in the bytes it begins and ends. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
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
  Array.from(starts, (start, i) => ({
    key: keys[keyOf[i] ?? -1],
    message: bytes.subarray(start, ends[i]),
    signature: bytes.subarray(start - signatureBytes, start),
  }));

const fits = ({ key, message, signature }: UnpackedSignature): boolean =>
  key !== undefined && verify(null, message, key, signature);

/** Of each signature, in their order, whether it fits; on the thread that asks. */
export const allHere = (packed: PackedSignatures): readonly boolean[] => unpacked(packed).map(fits);

parentPort?.on('message', (packed: PackedSignatures) => parentPort?.postMessage(allHere(packed)));
