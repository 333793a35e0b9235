/** Where a command that the documentation shows is run: a file, and what one of its lines begins with when it runs it. */
export interface Proof {
  readonly file: string;
  readonly line: string;
}

const benchSpec = 'test/performance/bench.e2e.spec.ts';

const ci = (line: string): Proof => ({ file: '.ci/run', line });

/** A block of shell in the documentation holds these commands, calls of our own command line, and no others. */
export const provenCommands: Readonly<Record<string, Proof>> = {
  'npm ci && npm run demo': ci('DEMO_HOME="$work/demo" step 5 npm run demo'),
  'npm ci': ci('if step 15 npm ci;'),
  'npm run check': ci('step 10 npm run check'),
  'npm test': ci('suite 15 npm test'),
  'npm run bench -- store': { file: benchSpec, line: "ended = await bench('store'," },
  'npm run bench -- http': { file: benchSpec, line: "const { out, status } = await bench('http'," },
  'npm run bench -- proof': { file: benchSpec, line: "const { out, err, status } = await bench('proof'," },
  'npm run bench -- bundle': { file: benchSpec, line: "const { out, err, status } = await bench('bundle'," },
  'npm run bench -- memory': { file: benchSpec, line: "const { out, status } = await bench('memory'," },
  'npm run bench -- verify': { file: benchSpec, line: "const { out, status } = await bench('verify'," },
  'npm run bench -- kafka': {
    file: 'test/performance/kafka.service.spec.ts',
    line: "const { out, err, status } = await bench('kafka',",
  },
  'npm run tamper': { file: 'test/tampering/tampering.int.spec.ts', line: 'expect(await tryClass(tampering, course))' },
  'npm run tamper -- --planted': {
    file: 'test/tampering/tampering.int.spec.ts',
    line: 'const { control, faults } = await plantFaults(',
  },
  'FOREIGN_BUNDLES=10000 npm run test:services -- test/foreign/agreement': {
    file: 'test/foreign/agreement.service.spec.ts',
    line: "const count = Number(process.env['FOREIGN_BUNDLES'] ?? 500);",
  },
  'npm run fuzz -- heads --seconds 2 --seed 7': {
    file: 'test/fuzz/command.service.spec.ts',
    line: "const { out, status } = fuzz('heads', '--seconds', '2', '--seed', '7');",
  },
  'curl -fsS https://ledger.example.org/trust > trust.json': {
    file: 'test/e2e/auditor-export.e2e.spec.ts',
    line: "it('is asked for, approved, ordered and verified with the commands that docs/verification.md shows'",
  },
  'npm run test:services': ci('suite 25 npm run test:services'),
};

/** How the documentation calls each command line, and its program; what follows is compared with the help it prints. */
export const ownCalls: Readonly<Record<string, string>> = {
  'npm run -s ledger -- ': 'dist/apps/ledger/src/main.js',
  'npm run -s ledger-audit -- ': 'dist/apps/auditor/src/main.js',
};
