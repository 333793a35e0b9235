import ts from 'typescript';

import { LedgerError } from '#libs/ledger';

import { isOurs, resolved, type Source } from './program.js';

/** What can happen on the way through a function: the codes of the errors it may throw, and the files it may answer with. */
export interface Reached {
  readonly codes: ReadonlySet<string>;
  readonly files: ReadonlySet<string>;
}

/**
 * Follows every name that a function mentions to what it stands for, and that to what it mentions. It finds more than can happen, as it
 * does not know what is mentioned without being called, and nothing less: where a port is called, all that implements it counts.
 */
export class Reach {
  private readonly seen = new Set<ts.Node>();
  private readonly codes = new Set<string>();
  private readonly files = new Set<string>();

  constructor(private readonly source: Source) {}

  from(start: ts.Node): Reached {
    const open = [start];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (this.seen.has(node)) continue;
      this.seen.add(node);
      this.read(node, open);
    }
    return { codes: this.codes, files: this.files };
  }

  private read(root: ts.Node, open: ts.Node[]): void {
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node)) return;
      if (ts.isNewExpression(node)) this.made(node, open);
      if (ts.isIdentifier(node)) open.push(...this.meaning(node));
      ts.forEachChild(node, visit);
    };
    visit(root);
  }

  private made({ expression, arguments: given }: ts.NewExpression, open: ts.Node[]): void {
    const symbol = resolved(this.source.checker, expression);
    if (symbol?.name === 'LedgerError' && given?.[0] !== undefined) this.noteCode(given[0]);
    if (symbol?.name === 'StreamableFile') this.noteFile(given?.[1]);
    for (const declaration of symbol?.declarations ?? [])
      if (ts.isClassDeclaration(declaration) && isOurs(declaration.getSourceFile().fileName))
        open.push(...declaration.members.filter((m) => ts.isConstructorDeclaration(m) || ts.isPropertyDeclaration(m)));
  }

  private noteCode(argument: ts.Expression): void {
    const type = this.source.checker.getTypeAtLocation(argument);
    // An error that is told again with a place: its code was noted where it was made.
    if (/^error\.code$/.test(argument.getText())) return;
    const parts = type.isUnion() ? type.types : [type];
    if (parts.length > 20 || !parts.every((part) => part.isStringLiteral()))
      throw new LedgerError('INTERNAL', `which codes are meant is not narrowed down: ${argument.getText()}`);
    for (const part of parts) this.codes.add(part.value);
  }

  private noteFile(options: ts.Expression | undefined): void {
    const type = options === undefined ? undefined : /type: '([^']+)'/.exec(options.getText())?.[1];
    this.files.add(type ?? 'application/octet-stream');
  }

  private meaning(name: ts.Identifier): ts.Node[] {
    const declarations = resolved(this.source.checker, name)?.declarations ?? [];
    return declarations
      .filter((declaration) => isOurs(declaration.getSourceFile().fileName))
      .flatMap((declaration) => {
        if (ts.isClassDeclaration(declaration)) return actingIn(declaration);
        if (ts.isFunctionLike(declaration) && hasBody(declaration)) return [declaration];
        if (ts.isMethodDeclaration(declaration) || ts.isMethodSignature(declaration)) return this.bodies(declaration);
        if (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration)) return [declaration];
        return [];
      });
  }

  /** Of a method that has no body of its own: those of the classes below. */
  private bodies(declaration: ts.MethodDeclaration | ts.MethodSignature): ts.Node[] {
    const owner = this.source.checker.getSymbolAtLocation(
      (declaration.parent as ts.ClassDeclaration).name ?? declaration,
    );
    const below = owner === undefined ? [] : (this.source.heirs.get(owner) ?? []);
    return below.flatMap(({ members }) =>
      members.filter(
        (member) => ts.isMethodDeclaration(member) && member.name.getText() === declaration.name.getText(),
      ),
    );
  }
}

const hasBody = (declaration: ts.SignatureDeclaration): boolean =>
  (declaration as ts.FunctionLikeDeclaration).body !== undefined;

/** What a framework calls of a class that is named in a decorator: a pipe or a guard. */
const actingIn = ({ members }: ts.ClassDeclaration): ts.Node[] =>
  members.filter((member) => ts.isMethodDeclaration(member) && /^(transform|canActivate)$/.test(member.name.getText()));
