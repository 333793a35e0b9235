import shared, { long } from './jest.config.js';

/** What needs more than Node: foreign verifiers and real services; and what takes long. A suite whose service is missing fails and says what to do. */
/** @type {import('jest').Config} */
export default {
  ...shared,
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.service.spec.ts', ...long.map((path) => `<rootDir>/${path}`)],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
};
