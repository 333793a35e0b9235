export { boxColumn, type BoxRecord, readBoxColumn } from './box-column.js';
export { heldSigners, type OwnKey } from './held-signers.js';
export { Identifiers } from './identifiers.js';
export { KeyFileSigner } from './key-file-signer.js';
export { type IntakeKey, IntakeKeyFolder } from './intake-key-folder.js';
export { type DataKey, KeyStore, type SecretName, type Shredding, type ShredStep } from './key-store.js';
export { type KeyStoreOptions, openKeyStore } from './open-key-store.js';
export {
  type DraftLine,
  type DraftOwner,
  type DraftTexts,
  type NewDraft,
  type PrivateDraft,
  PrivateDrafts,
} from './private-drafts.js';
export { type OpenedSlot, type OpenRequest, type Sealed, Sealer, type SealRequest } from './sealer.js';
export { openBox, sealBox } from './sealing.js';
export { ciphertextsFit } from './stored-ciphertexts.js';
export { SystemEntropy } from './system-entropy.js';
