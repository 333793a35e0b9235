import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

import { type CodeBlock, codeBlocks, pages, pageText } from './markdown.js';
import { ownCalls, provenCommands } from './proven-commands.js';

const blocks = pages.flatMap((path) => codeBlocks(path, pageText(path)));
const inLanguage = (name: string): [string, CodeBlock][] =>
  blocks.filter(({ language }) => language.split(' ')[0] === name).map((block) => [block.place, block]);
const commandsOf = ({ text }: CodeBlock): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const helps = new Map<string, string>();

/** What a command prints when it is asked for its help, asked once. */
function help(program: string, ...args: string[]): string {
  const call = [program, ...args, '--help'];
  const said = helps.get(call.join(' ')) ?? execFileSync(process.execPath, call, { encoding: 'utf8' });
  helps.set(call.join(' '), said);
  return said;
}

/** What is wrong with a call of the command line, by the help of the command it names: no such command, option or file. */
function wrongCall(call: string, program: string, command: string): string[] {
  const [name = '', ...args] = command.slice(call.length).split(' ');
  if (!new RegExp(`^ {2}${name}\\b`, 'm').test(help(program))) return [`there is no command ${name}`];
  const said = help(program, name);
  const options = args
    .filter((arg) => arg.startsWith('--'))
    .filter((option) => !said.includes(`${option} `) && !said.includes(`${option}\n`));
  const files = args.filter((arg) => arg.startsWith('examples/')).filter((file) => !existsSync(file));
  return [...options.map((option) => `${name} has no option ${option}`), ...files.map((file) => `there is no ${file}`)];
}

/** The spec that a fence of shell names. */
const specOf = ({ language }: CodeBlock): string | undefined => language.split(' ')[1];

/** Whether the spec that a fence names looks for this very fence in this page; it runs what it finds. */
function isRunBySpec(block: CodeBlock): boolean {
  const spec = specOf(block) ?? '';
  if (!existsSync(spec)) return false;
  const text = readFileSync(spec, 'utf8');
  return [`'${block.language}'`, `'${block.place.split(':')[0]}'`].every((said) => text.includes(said));
}

/** A command must be one that a test or the build runs, or a call of our own command line that its help agrees with. */
function unprovenCommands(block: CodeBlock): string[] {
  return commandsOf(block).flatMap((command) => {
    const own = Object.entries(ownCalls).find(([call]) => command.startsWith(call));
    if (own !== undefined) return wrongCall(...own, command);
    const proof = provenCommands[command];
    if (proof === undefined) return [`nothing runs "${command}"`];
    const lines = readFileSync(proof.file, 'utf8').split('\n');
    return lines.some((line) => line.trim().startsWith(proof.line))
      ? []
      : [`no line of ${proof.file} begins with "${proof.line}"`];
  });
}

/** Type errors of a block, checked under the path its fence names as if it stood there; without one, at the root. */
function typeErrors({ language, text }: CodeBlock): string[] {
  const path = resolve(language.split(' ')[1] ?? 'test/docs/block.ts');
  const { config } = ts.readConfigFile('tsconfig.json', (name) => ts.sys.readFile(name)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, process.cwd());
  const host = ts.createCompilerHost(options);
  const fromDisk = { fileExists: host.fileExists, readFile: host.readFile };
  host.fileExists = (name) => name === path || fromDisk.fileExists(name);
  host.readFile = (name) => (name === path ? text : fromDisk.readFile(name));
  host.directoryExists = (name) => name === dirname(path) || ts.sys.directoryExists(name);
  const program = ts.createProgram([path], options, host);
  const file = program.getSourceFile(path);
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, ' '),
  );
}

const planted = (language: string, text: string): CodeBlock => ({ place: 'page.md:1', language, text });

describe('code blocks of the documentation', () => {
  it('are in a language this test can prove', () => {
    expect(blocks.length).toBeGreaterThan(5);
    const known = ['bash', 'ts', 'json', 'text', 'sql'];
    expect(
      blocks.filter(({ language }) => !known.includes(language.split(' ')[0] ?? '')).map(({ place }) => place),
    ).toEqual([]);
  });

  it.each(inLanguage('bash').filter(([, block]) => specOf(block) === undefined))(
    '%s: every command is run somewhere',
    (_, block) => expect(unprovenCommands(block)).toEqual([]),
  );

  it.each(inLanguage('bash').filter(([, block]) => specOf(block) !== undefined))(
    '%s: is run whole by the spec that its fence names',
    (_, block) => expect(isRunBySpec(block)).toBe(true),
  );

  it.each(inLanguage('ts'))('%s: compiles', (_, block) => expect(typeErrors(block)).toEqual([]));

  it.each(inLanguage('sql'))('%s: is run by the spec of the roles', (_, { place, text }) => {
    expect(place).toMatch(/^docs\/event-store\.md/);
    expect(readFileSync('libs/event-store/src/postgres-roles.int.spec.ts', 'utf8')).toContain('docs/event-store.md');
    expect(text).not.toBe('');
  });

  it.each(inLanguage('json'))('%s: is JSON', (_, { text }) => expect(() => JSON.parse(text) as unknown).not.toThrow());

  it('are refused when a command is run nowhere, or is not what the command line knows', () => {
    expect(unprovenCommands(planted('bash', 'npm run nothing'))).toEqual(['nothing runs "npm run nothing"']);
    expect(unprovenCommands(planted('bash', 'npm run -s ledger -- nothing KHM'))).toEqual([
      'there is no command nothing',
    ]);
    expect(unprovenCommands(planted('bash', 'npm run -s ledger -- up --nothing'))).toEqual([
      'up has no option --nothing',
    ]);
  });

  it('are refused when their fence names a spec that is not there, or does not look for them', () => {
    const fenced = (spec: string, place = 'docs/running.md:1') =>
      isRunBySpec({ place, language: `bash ${spec}`, text: '' });
    expect(fenced('test/http/first-calls.service.spec.ts')).toBe(true);
    expect(fenced('test/http/no-such.spec.ts')).toBe(false);
    expect(fenced('test/docs/links.spec.ts')).toBe(false);
    expect(fenced('test/http/first-calls.service.spec.ts', 'README.md:1')).toBe(false);
  });

  it('are refused when they do not compile', () => {
    expect(
      typeErrors(
        planted(
          'ts',
          "import { LedgerError } from '#libs/ledger';\nexport const e = new LedgerError('NO_SUCH_CODE');\n",
        ),
      ),
    ).toEqual([expect.stringContaining('NO_SUCH_CODE')]);
    expect(
      typeErrors(
        planted('ts', "import { LedgerError } from '#libs/ledger';\nexport const e = new LedgerError('INTERNAL');\n"),
      ),
    ).toEqual([]);
  });
});
