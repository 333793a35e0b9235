import shared from './jest.config.js';

/** What needs more than Node: foreign verifiers and real services. A suite whose service is missing fails and says what to do. */
/** @type {import('jest').Config} */
export default {
  ...shared,
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.service.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
};
