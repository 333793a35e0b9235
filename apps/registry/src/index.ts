export { LedgerIdentity } from './ledger-identity.js';
export { foundTheLedger, provenKey } from './ledger/founding.js';
export { registryModule, type RegistryParts } from './open-registry.js';
export { type RecordingRoute, recordingRoutes } from './recording-routes.js';
export { ShownByRecord } from './publication/shown-by-record.js';
