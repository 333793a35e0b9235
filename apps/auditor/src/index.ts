export { compare, type Compared, type CompareTask } from './compare.js';
export { knowledge } from './knowledge.js';
export { recomputeViews } from './recompute-views.js';
export { plainWords } from './plain-words.js';
export { runVerify, type VerifyCommand } from './run-verify.js';
export type { Terminal } from './terminal.js';
export { verifyFile, type VerifyRequest } from './verify-file.js';
