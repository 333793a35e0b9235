/** One fault a lint rule must report: the rule, where the fault stands, and the text with it. */
export interface PlantedFault {
  readonly rule: string;
  readonly path: string;
  readonly text: string;
}

const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

const specHead = "import { expect, it, jest } from '@jest/globals';\n";
const nest = (...names: string[]): string => `import { ${names.join(', ')} } from '@nestjs/common';\n`;

/** Text in a library with I/O, so that only the rule in question speaks. */
const inAdapter = (rule: string, name: string, text: string): PlantedFault => ({
  rule,
  path: `libs/documents/src/${name}.ts`,
  text,
});

const style: readonly PlantedFault[] = [
  inAdapter('ledger/no-raw-error', 'raw', "export const refuse = (): never => {\n  throw new Error('no');\n};\n"),
  inAdapter('ledger/no-raw-error', 'own-class', 'export class Refusal extends Error {}\n'),
  inAdapter(
    'ledger/no-forward-ref',
    'later',
    `${nest('forwardRef', 'Module')}export const later = forwardRef(() => Module);\n`,
  ),
  inAdapter(
    'ledger/no-global-module',
    'global.module',
    `${nest('Global', 'Module')}@Global()\n@Module({})\nexport class Everywhere {}\n`,
  ),
  inAdapter(
    'ledger/no-implicit-conversion',
    'pipe',
    `${nest('ValidationPipe')}export const pipe = new ValidationPipe({ transformOptions: { enableImplicitConversion: true } });\n`,
  ),
  inAdapter('ledger/environment-in-config', 'home', "export const home = process.env['LEDGER_HOME'];\n"),
  inAdapter('ledger/no-enum', 'kinds', 'export enum Kind {\n  Letter,\n}\n'),
  inAdapter('ledger/no-export-all', 'all', "export * from 'node:path';\n"),
  inAdapter('ledger/no-default-export', 'default', 'const one = 1;\nexport default one;\n'),
  inAdapter('ledger/no-boolean-parameter', 'flag', 'export const open = (now: boolean): string => String(now);\n'),
  inAdapter('ledger/no-boolean-parameter', 'flag-of-port', 'export interface Door {\n  open(now: boolean): void;\n}\n'),
  inAdapter(
    'ledger/no-boolean-parameter',
    'flag-default',
    'export function open(now = false): string {\n  return String(now);\n}\n',
  ),
  inAdapter(
    'ledger/parameters',
    'five',
    'export const sum = (a: number, b: number, c: number, d: number, e: number): number => a + b + c + d + e;\n',
  ),
  inAdapter(
    'ledger/constructor-dependencies',
    'busy',
    `export class Busy {\n  constructor(\n${many(6, (n) => `    readonly n${n}: number,`)}\n  ) {}\n}\n`,
  ),
  inAdapter('ledger/banned-name', 'keeper', 'export class LetterManager {}\n'),
  inAdapter('ledger/banned-name', 'second', 'export interface LetterV2 {\n  readonly on: string;\n}\n'),
  inAdapter('ledger/interface-prefix', 'prefix', 'export interface ILetter {\n  readonly on: string;\n}\n'),
  inAdapter('ledger/file-name', 'letter-helpers', 'export const one = 1;\n'),
  inAdapter('ledger/file-name', 'LetterFile', 'export const one = 1;\n'),
  inAdapter('max-lines', 'long', `${many(301, (n) => `export const n${n} = ${n};`)}\n`),
  inAdapter('max-lines', 'large.module', `${many(41, (n) => `export const n${n} = ${n};`)}\n`),
  inAdapter(
    'max-lines-per-function',
    'long-function',
    `export function long(): number {\n  let n = 0;\n${many(40, () => '  n += 1;')}\n  return n;\n}\n`,
  ),
  inAdapter(
    'ledger/route-size',
    'long.controller',
    `${nest('Controller', 'Get')}@Controller()\nexport class Long {\n  @Get()\n  get(): number {\n    let n = 0;\n${many(5, () => '    n += 1;')}\n    return n;\n  }\n}\n`,
  ),
  inAdapter(
    'ledger/route-size',
    'decorated.controller',
    `${nest('Controller', 'Get', 'Header', 'HttpCode')}@Controller()\nexport class Decorated {\n  @Get()\n  @HttpCode(200)\n  @Header('a', 'b')\n  @Header('c', 'd')\n  get(): number {\n    return 1;\n  }\n}\n`,
  ),
];

const types: readonly PlantedFault[] = [
  inAdapter(
    '@typescript-eslint/no-floating-promises',
    'floating',
    'const later = async (): Promise<void> => {};\nexport const now = (): void => {\n  later();\n};\n',
  ),
  inAdapter(
    '@typescript-eslint/switch-exhaustiveness-check',
    'half',
    "export function half(kind: 'AL' | 'UA'): void {\n  switch (kind) {\n    case 'AL':\n      return;\n  }\n}\n",
  ),
  inAdapter('@typescript-eslint/no-explicit-any', 'open-type', 'export const seen: any[] = [];\n'),
  inAdapter(
    '@typescript-eslint/ban-ts-comment',
    'silenced',
    "// @ts-ignore\nexport const silenced: number = 'text';\n",
  ),
  {
    rule: 'ledger/payload-as-type',
    path: 'libs/projections/src/decorated.ts',
    text: "import { ReplyReceived } from '#libs/domain';\n\nexport const decorated = ReplyReceived.name;\n",
  },
  {
    rule: 'ledger/payload-as-type',
    path: 'libs/projections/src/heavy.ts',
    text: "import { LetterSent } from '#libs/domain';\n\nexport const heavy = LetterSent.name;\n",
  },
];

const impurities = {
  clock: 'Date.now()',
  today: 'new Date()',
  chance: 'Math.random()',
  'crypto-chance': 'crypto.randomUUID()',
  environment: 'process.env',
  bytes: "Buffer.from('a')",
  network: "fetch('http://ledger.example')",
  output: "console.log('a')",
};

const purity: readonly PlantedFault[] = [
  ...Object.entries(impurities).map(([name, text]) => ({
    rule: 'ledger/pure',
    path: `libs/domain/src/${name}.ts`,
    text: `export const value = (): unknown => ${text};\n`,
  })),
  ...['ledger', 'domain', 'projections', 'letters', 'integrity'].map((lib) => ({
    rule: 'ledger/pure',
    path: `libs/${lib}/src/io.ts`,
    text: "import { readFileSync } from 'node:fs';\n\nexport const text = readFileSync('a', 'utf8');\n",
  })),
];

const tests: readonly PlantedFault[] = [
  {
    rule: 'ledger/no-module-mock',
    path: 'libs/documents/src/mocked.spec.ts',
    text: `${specHead}jest.mock('./clean.js');\nit('passes', () => expect(1).toBe(1));\n`,
  },
  ...['skip', 'only', 'todo'].map((word) => ({
    rule: 'ledger/no-skipped-test',
    path: `libs/documents/src/${word}.spec.ts`,
    text:
      "import { it } from '@jest/globals';\n\n" +
      `it.${word}('passes'${word === 'todo' ? '' : ', () => undefined'});\n`,
  })),
];

export const lintFaults: readonly PlantedFault[] = [...style, ...types, ...purity, ...tests];

/** What stands close to the faults and is right. */
export const cleanFiles: Readonly<Record<string, string>> = {
  'libs/documents/src/clean.ts': [
    "import { createHash } from 'node:crypto';",
    '',
    "export type Kind = 'AL' | 'UA';",
    'export class Base64url {',
    `  constructor(\n${many(5, (n) => `    readonly n${n}: number,`)}\n  ) {}\n}`,
    'export const utility = (options: { readonly now: boolean }): string => String(options.now);',
    'export function kindOf(kind: Kind): number {',
    '  switch (kind) {',
    "    case 'AL':",
    '      return createHash(utility({ now: true })).digest().length;',
    "    case 'UA':",
    '      return Date.now();',
    '  }',
    '}',
    '',
  ].join('\n'),
  'libs/documents/src/clean.spec.ts': `import { expect, it } from '@jest/globals';\n\nimport { kindOf } from './clean.js';\n\nit('is long and runs', () => {\n${many(45, () => "  expect(kindOf('UA')).toBeGreaterThan(0);")}\n});\n`,
  'libs/integrity/src/platform.node.ts':
    "import { createHash } from 'node:crypto';\n\nexport const sha256 = (): Buffer => createHash('sha256').digest();\n",
  'libs/ledger/src/errors.ts': 'export class LedgerError extends Error {}\n',
  'libs/domain/src/index.ts':
    "export { LetterSent } from './letter.events.js';\nexport { ReplyReceived } from './reply.js';\nexport { dueOn } from './window.js';\n",
  'libs/domain/src/letter.events.ts': 'export class LetterSent {}\n',
  'libs/domain/src/reply.ts':
    "import { IsString } from 'class-validator';\n\nexport class ReplyReceived {\n  @IsString()\n  readonly kind: string;\n}\n",
  'libs/domain/src/window.ts': 'export const dueOn = (on: string): string => new Date(on).toISOString();\n',
  'libs/projections/src/light.ts':
    "import { dueOn, type LetterSent } from '#libs/domain';\n\nexport const light = (letter: LetterSent): string => dueOn(JSON.stringify(letter));\n",
};
