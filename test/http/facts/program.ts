import ts from 'typescript';

import { LedgerError } from '#libs/ledger';

/** The project as the compiler sees it. */
export interface Source {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** The classes that say they are of this class or interface. */
  readonly heirs: ReadonlyMap<ts.Symbol, readonly ts.ClassDeclaration[]>;
}

/** Reads everything that the apps are made of. */
export function readSource(): Source {
  const read = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path));
  if (read.error !== undefined) throw new LedgerError('INTERNAL', 'tsconfig.json cannot be read');
  const { options, fileNames } = ts.parseJsonConfigFileContent(read.config, ts.sys, process.cwd());
  const program = ts.createProgram(
    fileNames.filter((name) => /\/(apps|libs)\//.test(name) && isOurs(name)),
    options,
  );
  const checker = program.getTypeChecker();
  return { program, checker, heirs: heirsIn(program, checker) };
}

/** What ships: neither packages nor what only tests use. */
export const isOurs = (file: string): boolean => !/node_modules|libs\/testing\/|\.spec\.ts$|\.d\.ts$/.test(file);

export const ownFiles = (program: ts.Program): ts.SourceFile[] =>
  program.getSourceFiles().filter(({ fileName }) => isOurs(fileName));

function heirsIn(program: ts.Program, checker: ts.TypeChecker): Map<ts.Symbol, ts.ClassDeclaration[]> {
  const heirs = new Map<ts.Symbol, ts.ClassDeclaration[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node))
      for (const { expression } of node.heritageClauses?.flatMap(({ types }) => [...types]) ?? []) {
        const symbol = resolved(checker, expression);
        if (symbol !== undefined) heirs.set(symbol, [...(heirs.get(symbol) ?? []), node]);
      }
    ts.forEachChild(node, visit);
  };
  ownFiles(program).forEach(visit);
  return heirs;
}

/** What a name means where it is declared, not where it is imported. */
export function resolved(checker: ts.TypeChecker, node: ts.Node): ts.Symbol | undefined {
  const symbol = checker.getSymbolAtLocation(node);
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0
    ? checker.getAliasedSymbol(symbol)
    : symbol;
}
