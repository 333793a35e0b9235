import { kurrentdb, storeInUse } from './stores.js';

storeInUse(kurrentdb);
await import('./seed-letter.e2e.spec.js');
