import ts from 'typescript';

import { type JsonObject, LedgerError } from '#libs/ledger';

import { AnswerSchemas } from './answer-schema.js';
import { ownFiles, readSource, type Source } from './program.js';
import { Reach } from './reach.js';

interface Fact {
  readonly about: string;
  readonly answer?: JsonObject;
  readonly file?: string;
  readonly codes: readonly string[];
}

export interface Facts {
  readonly routes: Readonly<Record<string, Fact>>;
  readonly answers: Readonly<Record<string, JsonObject>>;
}

/** What the source says of the routes in each folder with controllers (`apps/registry`, `libs/service`, …). */
export function routeFacts(): ReadonlyMap<string, Facts> {
  const source = readSource();
  const found = new Map<string, ts.ClassDeclaration[]>();
  for (const file of ownFiles(source.program))
    for (const node of file.statements)
      if (ts.isClassDeclaration(node) && decorated(node, ['Controller'])) {
        const folder = /(?:apps|libs)\/[^/]+/.exec(file.fileName)?.[0] ?? '';
        found.set(folder, [...(found.get(folder) ?? []), node]);
      }
  return new Map([...found].map(([folder, classes]) => [folder, factsOf(source, classes)]));
}

function factsOf(source: Source, classes: readonly ts.ClassDeclaration[]): Facts {
  const answers = new AnswerSchemas(source.checker);
  const routes = classes.flatMap((controller) =>
    controller.members
      .filter((member) => ts.isMethodDeclaration(member))
      .filter((member) => decorated(member, ['Get', 'Post', 'Put', 'Delete']))
      .map((method) => [
        `${controller.name?.text}.${method.name.getText()}`,
        factOf(source, { controller, method, answers }),
      ]),
  );
  return {
    routes: Object.fromEntries(sorted(routes as [string, Fact][])),
    answers: Object.fromEntries(sorted([...answers.named])),
  };
}

interface Place {
  readonly controller: ts.ClassDeclaration;
  readonly method: ts.MethodDeclaration;
  readonly answers: AnswerSchemas;
}

function factOf(source: Source, { controller, method, answers }: Place): Fact {
  const reach = new Reach(source);
  for (const decorator of ts.getDecorators(controller) ?? []) reach.from(decorator);
  const { codes, files } = reach.from(method);
  const answer = answers.ofRoute(method);
  const [file] = method.type?.getText().includes('StreamableFile') === true ? [...files] : [];
  return {
    about: aboutOf(method),
    ...(answer === undefined ? {} : { answer }),
    ...(file === undefined ? {} : { file }),
    codes: [...codes].sort(),
  };
}

/** Its comment, on one line; a route without one is not described. */
function aboutOf(method: ts.MethodDeclaration): string {
  const comment = ts.getJSDocCommentsAndTags(method).map(({ comment }) => ts.getTextOfJSDocComment(comment))[0];
  const said = comment?.replace(/\s+/g, ' ').trim();
  if (said === undefined || said === '')
    throw new LedgerError('INTERNAL', `the route ${method.name.getText()} has no comment that says what it does`);
  return said;
}

const sorted = <V>(entries: readonly [string, V][]): [string, V][] =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

const decorated = (node: ts.HasDecorators, names: readonly string[]): boolean =>
  (ts.getDecorators(node) ?? []).some(
    ({ expression }) => ts.isCallExpression(expression) && names.includes(expression.expression.getText()),
  );
