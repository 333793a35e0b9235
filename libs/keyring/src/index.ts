export { type BoxRecord, readBoxColumn } from './box-column.js';
export { heldSigners, type OwnKey } from './held-signers.js';
export { Identifiers } from './identifiers.js';
export { KeyFileSigner } from './key-file-signer.js';
export { type DataKey, KeyStore, type SecretName, type Shredding, type ShredStep } from './key-store.js';
export { type KeyStoreOptions, openKeyStore } from './open-key-store.js';
export { type OpenedSlot, type OpenRequest, type Sealed, Sealer, type SealRequest } from './sealer.js';
export { openBox, sealBox } from './sealing.js';
export { SystemEntropy } from './system-entropy.js';
