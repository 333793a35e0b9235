export { guardIn, type NotaryParts, openNotary } from './open-notary.js';
export { LedgerKeys } from './ledger-keys.js';
export { Notary } from './notary.js';
export { signedCheckpoint } from './signed-checkpoint.js';
