import type { PrivateDrafts } from './private-drafts.js';

/** A symmetric key of one subject, or of the documents of one stream. */
export interface DataKey {
  /** A random UUID, never derived from the person. */
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

/** The two secrets of an installation: `K_id` behind event ids and request digests, `K_ps` behind pseudonyms. */
export type SecretName = 'K_id' | 'K_ps';

/**
 * Where the shredding of one key stands. `key-removed`: its row is gone, survivors are not yet all under a newer key-encryption key;
 * `survivors-rewrapped`: they are, so a backup of the key store taken now holds nothing of it; `key-encryption-key-destroyed`: no copy
 * of the old row can be unwrapped any more.
 */
export type ShredStep = 'key-removed' | 'survivors-rewrapped' | 'key-encryption-key-destroyed';

export interface Shredding {
  readonly name: string;
  /** The destroyed key; `null` when the name never had one. */
  readonly keyId: string | null;
  readonly step: ShredStep;
}

/** The keys of the sealed fields. Only the registry holds its credentials. */
export abstract class KeyStore {
  /** What people have in work, each draft under a key of its own that goes with it. */
  abstract readonly drafts: PrivateDrafts;
  /** The key of a subject's or communication's stream, made at first use by whoever comes first. Throws `SUBJECT_SHREDDED`. */
  abstract keyFor(name: string): Promise<DataKey>;
  /** The keys that exist under these names; absent: never made, or destroyed. */
  abstract keysNamed(names: readonly string[]): Promise<Map<string, DataKey>>;
  /** The keys with these ids; a destroyed or unknown one is absent. */
  abstract keys(ids: readonly string[]): Promise<Map<string, Uint8Array>>;
  /** The names of the keys with these ids, in the order of the ids; a destroyed or unknown one is left out. */
  abstract namesOf(ids: readonly string[]): Promise<string[]>;
  abstract secret(name: SecretName): Promise<Uint8Array>;
  /**
   * Removes the key of a name and brings every survivor under a new key-encryption key. May be called again after any crash, and after
   * it has finished. Returns at `survivors-rewrapped` (or later): the moment to confirm a fresh backup of the key store.
   */
  abstract beginShred(name: string): Promise<Shredding>;
  /**
   * Destroys the key-encryption keys that ever wrapped the removed key. May be called again after any crash, and after it has finished.
   * Throws `SHRED_NOT_APPROVED` when `beginShred` was never called for the name.
   */
  abstract finishShred(name: string): Promise<Shredding>;
  /** Every shredding ever begun, by name: those to resume and those finished. */
  abstract shreddings(): Promise<Shredding[]>;
  abstract close(): Promise<void>;
}
