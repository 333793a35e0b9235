/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['ledger-source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': '@swc/jest', '/(cookie|content-disposition)/.+\\.js$': '@swc/jest' },
  transformIgnorePatterns: ['/node_modules/(?!(cookie|content-disposition)/)'],
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '\\.service\\.spec\\.ts$'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  globalSetup: '<rootDir>/libs/testing/services.setup.js',
  globalTeardown: '<rootDir>/libs/testing/services.teardown.js',
  testTimeout: 60_000,
  // Most suites wait for servers: one more than two cores would be given by themselves keeps them busy.
  maxWorkers: 3,
};
