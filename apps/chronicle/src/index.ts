export { type ChronicleParts, chronicleModule, type OpenedChronicle } from './open-chronicle.js';
export { ViewsDatabase } from './views/views-database.js';
export { ViewsRecorder } from './views/views-recorder.js';
