/**
 * The rules of this house that no published ESLint plugin has, as one table: name → what is wrong → the syntax that is refused.
 * Selectors are ESQuery over the typescript-eslint tree. Each rule is proven on a planted violation in test/architecture.
 */
const functions = ':function, TSMethodSignature, TSFunctionType, TSEmptyBodyFunctionExpression';
const parameter = (attribute) =>
  functions
    .split(', ')
    .map((kind) => `${kind} > ${attribute}`)
    .join(', ');
const declared = (pattern) =>
  ['ClassDeclaration', 'TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'FunctionDeclaration']
    .map((kind) => `${kind} > Identifier.id[name=${pattern}]`)
    .join(', ');
const tests = '/^(it|test|describe)$/';

const table = {
  'no-raw-error': {
    message:
      'Throw LedgerError with a code of the table in #libs/ledger instead of a raw error, and make no error class beside it',
    selectors: [
      'NewExpression[callee.name=/^(Error|TypeError|RangeError|AggregateError)$/]',
      'ClassDeclaration[superClass.name="Error"]',
    ],
  },
  'no-forward-ref': {
    message: 'A forwardRef hides a cycle: break it with an interface and a token',
    selectors: ['CallExpression[callee.name="forwardRef"]'],
  },
  'no-global-module': {
    message: 'A @Global module hides what a module needs: import it where it is used',
    selectors: ['Decorator[expression.callee.name="Global"]'],
  },
  'no-implicit-conversion': {
    message: 'Values are never converted implicitly: say the type with @Type',
    selectors: ['Property[key.name="enableImplicitConversion"][value.value=true]'],
  },
  'no-enum': { message: 'Use a union of literals', selectors: ['TSEnumDeclaration'] },
  'no-export-all': { message: 'Name what is exported', selectors: ['ExportAllDeclaration'] },
  'no-default-export': { message: 'Use a named export', selectors: ['ExportDefaultDeclaration'] },
  'no-boolean-parameter': {
    message:
      'A boolean says nothing at the place of the call: use two functions, a union of literals or an options object',
    selectors: [
      parameter('Identifier.params[typeAnnotation.typeAnnotation.type="TSBooleanKeyword"]'),
      parameter('AssignmentPattern.params[right.type="Literal"][right.raw=/^(true|false)$/]'),
      parameter('TSParameterProperty.params[parameter.typeAnnotation.typeAnnotation.type="TSBooleanKeyword"]'),
    ],
  },
  parameters: {
    message: 'More than four parameters: pass one object',
    selectors: [
      'FunctionDeclaration[params.length>4]',
      'ArrowFunctionExpression[params.length>4]',
      ':not(MethodDefinition[kind="constructor"]) > FunctionExpression[params.length>4]',
      ':not(MethodDefinition[kind="constructor"]) > TSEmptyBodyFunctionExpression[params.length>4]',
      'TSMethodSignature[params.length>4]',
    ],
  },
  'constructor-dependencies': {
    message: 'More than five dependencies: the class does more than one thing',
    selectors: ['MethodDefinition[kind="constructor"] > FunctionExpression[params.length>5]'],
  },
  'banned-name': {
    message: 'A name says what the thing is: no Manager, Helper, Util, Base, Impl, Common, and no version in a name',
    selectors: [
      declared('/(Manager|Helper|Util|Utils|Impl|Common|Base)(?![a-z0-9])|V[0-9]+$/'),
      declared('/^(helper|util|utils|common)(?![a-z])/'),
    ],
  },
  'interface-prefix': {
    message: 'An interface is named like any other thing, without I in front',
    selectors: [
      'TSInterfaceDeclaration > Identifier.id[name=/^I[A-Z][a-z]/]',
      'TSTypeAliasDeclaration > Identifier.id[name=/^I[A-Z][a-z]/]',
    ],
  },
  'route-size': {
    message: 'A route is five lines and three decorators at most: decide elsewhere',
    selectors: [],
    visit: (node) => isRoute(node) && (node.decorators.length > 3 || isLong(node.value.body)),
  },
  'environment-in-config': {
    message: 'An environment variable is a property of a documented configuration class, read by readConfig',
    selectors: ['MemberExpression[object.object.name="process"][object.property.name="env"]'],
  },
  pure: {
    message: 'A pure library has no clock, randomness, environment or I/O: take a port',
    selectors: [
      'MemberExpression[object.name="Date"][property.name="now"]',
      'NewExpression[callee.name="Date"][arguments.length=0]',
      'MemberExpression[object.name="Math"][property.name="random"]',
      'MemberExpression[object.name=/^(globalThis|crypto|performance)$/]',
      ':matches(MemberExpression, CallExpression, NewExpression, TSTypeReference, BinaryExpression) > Identifier[name=/^(process|Buffer|fetch|console|setTimeout|setInterval|setImmediate)$/]:not(.property)',
      'ImportDeclaration[source.value=/^node:/]',
      'ImportExpression',
      'MetaProperty',
    ],
  },
  'no-module-mock': {
    message: 'Our own code is not mocked: use the real thing or a port',
    selectors: [
      'CallExpression[callee.object.name="jest"][callee.property.name=/^(mock|doMock|unstable_mockModule)$/]',
    ],
  },
  'no-skipped-test': {
    message: 'A test runs, always and with all others',
    selectors: [
      `MemberExpression[object.name=${tests}][property.name=/^(skip|only|todo|failing)$/]`,
      `MemberExpression[object.object.name=${tests}][property.name=/^(skip|only)$/]`,
      'CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]',
    ],
  },
};

const isRoute = (node) =>
  node.decorators.some(({ expression }) => /^(Get|Post|Put|Patch|Delete|All)$/.test(expression.callee?.name ?? ''));
/** Five statements, on eight lines when the formatter breaks some of them; the braces are two lines more. */
const isLong = ({ body, loc }) => body.length > 5 || loc.end.line - loc.start.line > 9;

function ruleOf({ message, selectors, visit }) {
  return {
    meta: { type: 'problem', schema: [], messages: { said: message } },
    create(context) {
      const report = (node) => context.report({ node, messageId: 'said' });
      const visitors = Object.fromEntries(selectors.map((selector) => [selector, report]));
      return visit ? { ...visitors, MethodDefinition: (node) => visit(node) && report(node) } : visitors;
    },
  };
}

const fileName =
  /^[a-z0-9]+(-[a-z0-9]+)*(\.(controller|module|filter|guard|pipe|config|events|projection|node|web|int|e2e|service|spec))*\.ts$/;
const bannedWord = /(^|[-.])(manager|helpers?|utils?|base|impl|common)(?=[-.])/;

const fileNameRule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      form: 'A file is named in kebab-case, with a suffix only where it has that role, and says what is in it',
    },
  },
  create: (context) => ({
    Program(node) {
      const name = context.filename.replaceAll('\\', '/').split('/').at(-1);
      if (!fileName.test(name) || bannedWord.test(name)) context.report({ node, messageId: 'form' });
    },
  }),
};

/** The browser folds views too: at run time it must not load the payload classes with their validators. */
const payloadRule = {
  meta: { type: 'problem', schema: [], messages: { said: 'A payload class of the domain is imported as a type only' } },
  create(context) {
    const { program, esTreeNodeToTSNodeMap } = context.sourceCode.parserServices;
    const checker = program.getTypeChecker();
    const decorated = ({ members }) =>
      members?.some(({ modifiers }) => modifiers?.some(({ expression }) => expression !== undefined)) === true;
    const isPayload = (declaration) =>
      /\.events\.ts$/.test(declaration.getSourceFile().fileName) || decorated(declaration);
    return {
      'ImportDeclaration[importKind!="type"] > ImportSpecifier[importKind!="type"]'(node) {
        const symbol = checker.getSymbolAtLocation(esTreeNodeToTSNodeMap.get(node.local));
        if (symbol === undefined) return;
        // 2097152 is TypeScript's SymbolFlags.Alias: what an import names stands elsewhere.
        const origin = symbol.flags & 2_097_152 ? checker.getAliasedSymbol(symbol) : symbol;
        if ((origin.declarations ?? []).some(isPayload)) context.report({ node, messageId: 'said' });
      },
    };
  },
};

/** The plugin `ledger` of eslint.config.js. */
export const houseRules = {
  meta: { name: 'ledger' },
  rules: {
    ...Object.fromEntries(Object.entries(table).map(([name, entry]) => [name, ruleOf(entry)])),
    'file-name': fileNameRule,
    'payload-as-type': payloadRule,
  },
};

/** The rules that hold wherever TypeScript is written; the others are turned on for the places they are about. */
export const everywhere = [
  'no-forward-ref',
  'no-global-module',
  'no-implicit-conversion',
  'no-enum',
  'no-export-all',
  'no-default-export',
  'no-boolean-parameter',
  'parameters',
  'constructor-dependencies',
  'banned-name',
  'interface-prefix',
  'route-size',
  'no-module-mock',
  'no-skipped-test',
  'file-name',
];
