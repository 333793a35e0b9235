export { Notary, signedCheckpoint } from './notary.js';
export { notaryModule, type NotaryParts } from './notary.module.js';
