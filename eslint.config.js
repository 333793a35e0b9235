import tseslint from 'typescript-eslint';

import { everywhere, houseRules } from './test/gates/house-rules.js';

const errors = (names) => Object.fromEntries(names.map((name) => [name, 'error']));
const specs = ['**/*.spec.ts'];

export default tseslint.config(
  { ignores: ['bench/', 'dist/', 'coverage/', 'node_modules/', '.ledger/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' }, plugins: { ledger: houseRules } },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    rules: {
      'max-lines': ['error', 300],
      ...errors(['no-unused-vars', 'prefer-const', 'no-var', 'eqeqeq', 'ledger/no-skipped-test']),
    },
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...errors(everywhere.map((name) => `ledger/${name}`)),
      ...errors(['no-var', 'prefer-const', 'object-shorthand', 'no-else-return']),
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/only-throw-error': 'error',
      // A port is asynchronous by its contract, also where one implementation has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.module.ts'],
    rules: { 'max-lines': ['error', { max: 40, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: [...specs, 'libs/testing/**', 'libs/ledger/src/errors.ts'],
    rules: errors(['ledger/no-raw-error', 'ledger/environment-in-config']),
  },
  {
    files: ['libs/{ledger,domain,projections,letters,integrity}/**/*.ts'],
    ignores: [...specs, 'libs/integrity/src/*.{node,web}.ts'],
    rules: errors(['ledger/pure']),
  },
  { files: ['libs/projections/**/*.ts'], ignores: specs, rules: errors(['ledger/payload-as-type']) },
  { files: specs, rules: { 'max-lines-per-function': 'off', '@typescript-eslint/unbound-method': 'off' } },
);
