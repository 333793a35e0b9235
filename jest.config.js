/** What needs only Node too, but takes too long for every change: `npm run test:services` runs it beside what needs more. */
export const long = [
  'libs/event-store/src/(kurrentdb-(restart|opening)|postgres-outage|writer-rest).int.spec.ts',
  'libs/testing/src/kurrent-(crashes|double|cluster).int.spec.ts',
  'test/chaos/**/*.spec.ts',
  'test/performance/**/*.spec.ts',
  'test/recipe/**/*.spec.ts',
  'test/tampering/tampering.int.spec.ts',
  'test/fuzz/fuzzing.spec.ts',
  'test/http/hostile.e2e.spec.ts',
  'test/http/(bounds|numbers).e2e.spec.ts',
  'test/e2e/(altered-databases|asked-to-end|auditor-(approval|bundle|export|keys|mistakes|restart|tool|views|watch)|bundle-(jobs|withdrawal)|command-line-on-a-ledger|database-outage|example-files|files-of-a-command|import|key-rotation|keys|old-copy|one-process-a-folder|reading-bounds|reading-expiry|readings|record-files|reports|statement-limit|submissions|two-registries).e2e.spec.ts',
];

const asPattern = (path) => `/${path.replaceAll('.', '\\.').replace('**/*', '.*')}$`;

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['ledger-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': '@swc/jest', '/(cookie|content-disposition)/.+\\.js$': '@swc/jest' },
  transformIgnorePatterns: ['/node_modules/(?!(cookie|content-disposition)/)'],
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '\\.service\\.spec\\.ts$', ...long.map(asPattern)],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  globalSetup: '<rootDir>/libs/testing/services.setup.js',
  globalTeardown: '<rootDir>/libs/testing/services.teardown.js',
  testTimeout: 60_000,
  // Most suites wait for servers: one more than two cores would be given by themselves keeps them busy.
  maxWorkers: 3,
};
