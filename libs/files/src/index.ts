export { createDurably, destroyDurably, isMissing, removeDurably, syncFolder, writeDurably } from './durable-file.js';
export { type FolderLock, holdFolder } from './folder-lock.js';
export { isAlive } from './processes.js';
