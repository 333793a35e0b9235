export { guardIn, type NotaryParts, type OpenedNotary, openNotary } from './open-notary.js';
export { LedgerKeys } from './ledger-keys.js';
export { Notary } from './notary.js';
export { signedCheckpoint } from './signed-checkpoint.js';
export { publicRhythm } from './publication.js';
export { TileFolder } from './tile-folder.js';
