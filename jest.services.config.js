import shared, { long } from './jest.config.js';

/** What `npm test` runs too, and here with its events in a KurrentDB. */
const onKurrentDb = ['test/e2e/seed-letter.e2e.spec.ts'];

/** What needs more than Node: foreign verifiers and real services; and what takes long. A suite whose service is missing fails and says what to do. */
/** @type {import('jest').Config} */
export default {
  ...shared,
  testMatch: [
    '<rootDir>/{apps,libs,test}/**/*.service.spec.ts',
    ...[...long, ...onKurrentDb].map((path) => `<rootDir>/${path}`),
  ],
  globals: { eventStore: 'KurrentDB' },
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
};
