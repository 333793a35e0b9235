export { knowledge, recomputeViews } from './knowledge.js';
export { plainWords } from './plain-words.js';
export { runVerify, type VerifyCommand } from './run-verify.js';
export type { Terminal } from './terminal.js';
export { verifyFile, type VerifyRequest } from './verify-file.js';
