export { guardIn, type NotaryParts, openNotary } from './open-notary.js';
export { Notary } from './notary.js';
export { signedCheckpoint } from './signed-checkpoint.js';
