export { type ChronicleParts, chronicleModule, type OpenedChronicle } from './open-chronicle.js';
