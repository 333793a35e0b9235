/**
 * The keys that wrap the data keys: files in one installation, a KMS or Vault in another. The key store chooses the ids before a key is
 * made, so that a crash in between leaves nothing unaccounted for.
 */
export abstract class KeyEncryption {
  /** Makes the key durably; does nothing when it is there already. */
  abstract create(id: string): Promise<void>;
  /** `purpose` binds the result to its row. Throws `KEY_ENCRYPTION_KEY_MISSING`. */
  abstract wrap(id: string, purpose: string, secret: Uint8Array): Promise<Uint8Array>;
  /** Throws `KEY_ENCRYPTION_KEY_MISSING` when the key is not there, `SEAL_BROKEN` when it is but does not fit. */
  abstract unwrap(id: string, purpose: string, wrapped: Uint8Array): Promise<Uint8Array>;
  /** Destroys the key beyond recovery; does nothing when it is gone already. */
  abstract destroy(id: string): Promise<void>;
  /** The ids of all keys that are there. */
  abstract ids(): Promise<string[]>;
}
