import type { PlantedFault } from './planted-faults.js';

const value = 'export const value = 1;\n';
const imports = (...names: string[]): string => `${names.map((name) => `import '${name}';`).join('\n')}\n${value}`;
const libs = [
  'ledger',
  'domain',
  'projections',
  'letters',
  'integrity',
  'files',
  'postgres',
  'event-store',
  'keyring',
  'documents',
  'kafka',
  'pdf',
  'service',
  'testing',
];
const apps = ['registry', 'notary', 'chronicle', 'exchange', 'auditor', 'ledger'];

/** What each part may import: the table of the architecture page, and so the control for the faults below. */
export const soundImports: Readonly<Record<string, string>> = {
  ...Object.fromEntries(libs.map((lib) => [`libs/${lib}/src/index.ts`, value])),
  ...Object.fromEntries(apps.map((app) => [`apps/${app}/src/index.ts`, value])),
  'libs/ledger/src/inner.ts': value,
  'libs/domain/src/sound.ts': imports('#libs/ledger', 'class-validator', 'class-transformer'),
  'libs/projections/src/sound.ts': imports('#libs/ledger', '#libs/domain'),
  'libs/letters/src/sound.ts': imports('#libs/ledger', '#libs/domain'),
  'libs/integrity/src/platform.node.ts': imports('#libs/ledger', 'node:crypto'),
  'libs/files/src/sound.ts': imports('node:fs'),
  'libs/postgres/src/sound.ts': imports('postgres', 'node:net'),
  'libs/event-store/src/sound.ts': imports(
    '#libs/ledger',
    '#libs/integrity',
    '#libs/files',
    '#libs/postgres',
    'postgres',
  ),
  'libs/keyring/src/sound.ts': imports('#libs/integrity', '#libs/files', '#libs/postgres', 'postgres', 'node:crypto'),
  'libs/documents/src/sound.ts': imports('#libs/ledger', '#libs/integrity', '#libs/files', 'node:fs'),
  'libs/kafka/src/sound.ts': imports('#libs/ledger', 'kafkajs', 'node:fs'),
  'libs/pdf/src/sound.ts': imports('#libs/ledger', 'unpdf', 'node:fs'),
  'libs/service/src/sound.ts': imports('#libs/ledger', '@nestjs/common', 'fastify', 'jose', 'node:http'),
  'libs/testing/src/sound.ts': imports('#libs/event-store', '#libs/keyring', 'fast-check', 'node:fs'),
  'libs/documents/src/chicken.ts': value,
  'libs/documents/src/egg.ts': imports('./chicken.js'),
  'libs/documents/src/sound.spec.ts': imports('./sound.js', '#libs/testing', '@jest/globals', 'fast-check'),
  'apps/auditor/src/sound.ts': imports(
    '#libs/domain',
    '#libs/projections',
    '#libs/integrity',
    '#libs/files',
    '#libs/service',
    'commander',
  ),
  'apps/registry/src/sound.ts': imports('#libs/event-store', '#libs/keyring', '#libs/domain', '@nestjs/core'),
  'apps/ledger/src/sound.ts': imports('#apps/registry', '#apps/auditor', '#apps/notary', '#libs/event-store'),
  'test/e2e/sound.e2e.spec.ts': imports('#apps/ledger', '#libs/testing', '@jest/globals'),
};

const faultsOf = (rule: string, path: string, ...names: string[]): PlantedFault[] =>
  names.map((name, index) => ({ rule, path: path.replace('*', `wrong-${index}`), text: imports(name) }));

/** One import each, forbidden by one rule. */
export const importFaults: readonly PlantedFault[] = [
  ...faultsOf('libs-kafka-imports', 'libs/kafka/src/*.ts', '#libs/domain', '#libs/integrity', 'postgres'),
  ...faultsOf('libs-pdf-imports', 'libs/pdf/src/*.ts', '#libs/letters', '#libs/domain', 'postgres'),
  ...faultsOf('libs-ledger-imports', 'libs/ledger/src/*.ts', '#libs/domain', 'class-validator', 'node:fs'),
  ...faultsOf(
    'libs-domain-imports',
    'libs/domain/src/*.ts',
    '#libs/integrity',
    '#libs/projections',
    '@nestjs/common',
    'node:crypto',
  ),
  ...faultsOf('libs-projections-imports', 'libs/projections/src/*.ts', '#libs/integrity', 'class-validator', 'node:fs'),
  ...faultsOf('libs-letters-imports', 'libs/letters/src/*.ts', '#libs/projections', 'pino', 'node:fs'),
  ...faultsOf(
    'libs-integrity-imports',
    'libs/integrity/src/*.ts',
    '#libs/domain',
    '#libs/event-store',
    'jose',
    'node:crypto',
  ),
  ...faultsOf('libs-files-imports', 'libs/files/src/*.ts', '#libs/ledger', '#libs/postgres', 'postgres'),
  ...faultsOf('libs-postgres-imports', 'libs/postgres/src/*.ts', '#libs/ledger', 'pino'),
  ...faultsOf('libs-event-store-imports', 'libs/event-store/src/*.ts', '#libs/domain', '#libs/keyring', 'jose'),
  ...faultsOf('libs-keyring-imports', 'libs/keyring/src/*.ts', '#libs/event-store', '#libs/domain', 'pino'),
  ...faultsOf('libs-documents-imports', 'libs/documents/src/*.ts', '#libs/keyring', 'postgres'),
  ...faultsOf('libs-service-imports', 'libs/service/src/*.ts', '#libs/domain', '#libs/integrity', 'postgres'),
  ...faultsOf(
    'apps-auditor-imports',
    'apps/auditor/src/*.ts',
    '#libs/event-store',
    '#libs/keyring',
    '#libs/documents',
    '#libs/letters',
  ),
  ...faultsOf('libs-domain-spec-imports', 'libs/domain/src/*.spec.ts', '#libs/integrity'),
  ...faultsOf('apps-do-not-meet', 'apps/registry/src/*.ts', '#apps/notary', '#apps/chronicle', '#apps/ledger'),
  ...faultsOf('lib-through-index', 'apps/registry/src/deep-*.ts', '../../../libs/ledger/src/inner.js'),
  ...faultsOf('lib-through-index', 'test/e2e/deep-*.e2e.spec.ts', '../../libs/ledger/src/inner.js'),
  ...faultsOf('app-through-index', 'apps/ledger/src/deep-*.ts', '../../registry/src/sound.js'),
  ...faultsOf('not-its-own-index', 'libs/documents/src/own-*.ts', '#libs/documents'),
  ...faultsOf('testing-in-specs-only', 'apps/registry/src/tested-*.ts', '#libs/testing'),
  ...faultsOf('no-spec-import', 'libs/documents/src/spec-*.ts', './sound.spec.js'),
  ...faultsOf('no-development-package', 'apps/registry/src/dev-*.ts', 'fast-check'),
  ...faultsOf('libs-know-no-app', 'libs/testing/src/*.ts', '#apps/registry'),
  ...faultsOf('resolvable', 'libs/documents/src/lost-*.ts', './nowhere.js'),
  { rule: 'no-cycle', path: 'libs/documents/src/chicken.ts', text: imports('./egg.js') },
];
