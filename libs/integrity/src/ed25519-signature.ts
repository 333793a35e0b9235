/** A signature (64 bytes) over a message, and the public key (32 bytes) that it is to fit. */
export interface Ed25519Signature {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** A batch of signatures is full with so many, or with so many bytes of messages. */
export const mostSignatures = 256;
export const mostBytes = 1024 * 1024;
