import type { Entropy } from '#libs/ledger';

import { FileKeyEncryption } from './file-key-encryption.js';
import type { KeyEncryption } from './key-encryption.js';
import type { KeyStore } from './key-store.js';
import { KeyStoreDatabase } from './key-store-database.js';
import { PostgresKeyStore } from './postgres-key-store.js';

export interface KeyStoreOptions {
  /** `postgres://` address of a database that holds nothing but the key store. */
  readonly url: string;
  /** The key-encryption keys, or the folder that holds them as files. */
  readonly keyEncryptionKeys: string | KeyEncryption;
  readonly entropy: Entropy;
}

/**
 * Opens the key store, with its tables and first key-encryption key made at first start. Throws `KEY_STORE_UNAVAILABLE`, `STORE_UNSAFE`,
 * or `STORE_FOREIGN` when the database, or the key-encryption keys beside an empty one, are something else's.
 */
export async function openKeyStore({ url, keyEncryptionKeys, entropy }: KeyStoreOptions): Promise<KeyStore> {
  const encryption =
    typeof keyEncryptionKeys === 'string' ? new FileKeyEncryption(keyEncryptionKeys, entropy) : keyEncryptionKeys;
  const store = new PostgresKeyStore(new KeyStoreDatabase(url), encryption, entropy);
  try {
    await store.prepare();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
