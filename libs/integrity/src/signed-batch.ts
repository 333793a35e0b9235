/** Texts that one key is said to have signed, one behind the other, each behind its signature of 64 bytes. */
export interface SignedBatch {
  readonly publicKey: Uint8Array;
  readonly bytes: Uint8Array;
  /** Where in `bytes` each text ends. */
  readonly ends: Uint32Array;
}

export const signatureBytes = 64;

/** Gives each text and its signature to `verify`, in order. */
export function eachSigned<T>(
  { bytes, ends }: SignedBatch,
  verify: (message: Uint8Array, signature: Uint8Array) => T,
): T[] {
  let start = 0;
  return Array.from(ends, (end) => {
    const signature = bytes.subarray(start, start + signatureBytes);
    const message = bytes.subarray(start + signatureBytes, end);
    start = end;
    return verify(message, signature);
  });
}
