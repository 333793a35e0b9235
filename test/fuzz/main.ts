import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { attempted, isFault } from './attempt.js';
import { Chance } from './chance.js';
import { goldenTrust, seedsOf } from './corpus.js';
import { Coverage } from './coverage.js';
import { type Found, fuzzed } from './fuzzing.js';
import { type Parser, parsers } from './parsers.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    input: { type: 'string' },
  },
});

const known = parsers(goldenTrust());
const chosen = positionals.length === 0 ? Object.keys(known) : positionals;
const unknown = chosen.filter((name) => !Object.hasOwn(known, name));
const seconds = Number(values.seconds);
if (unknown.length > 0 || !(seconds > 0) || !Number.isSafeInteger(Number(values.seed))) {
  process.stderr.write(`usage: npm run fuzz -- [PARSER…] [--seconds N] [--seed S] | PARSER --input FILE\n`);
  process.stderr.write(`parsers: ${Object.keys(known).join(' ')}\n`);
  process.exit(2);
}

const enough = 10;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Writes what was found to a file and says how to see it again. */
function tell(name: string, { input, what }: Found): void {
  const folder = join(tmpdir(), 'ledger-fuzz');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}-${createHash('sha256').update(input).digest('hex').slice(0, 12)}`);
  writeFileSync(file, input);
  say(`FOUND in ${name}: ${what}\n  again: npm run fuzz -- ${name} --input ${file}`);
}

async function repeat(parser: Parser, file: string): Promise<number> {
  const said = await attempted(parser, readFileSync(file));
  say(isFault(said) ? `FOUND: ${said.what}` : `nothing wrong: ${said}`);
  return isFault(said) ? 1 : 0;
}

async function fuzz(name: string, parser: Parser, coverage: Coverage): Promise<number> {
  const chance = new Chance(Number(values.seed));
  const isOwn = async (input: Uint8Array) => (await attempted(parser, input)) === 'read';
  const seeds = await seedsOf(name, isOwn);
  const started = performance.now();
  const { executions, corpus, ways, found } = await fuzzed({ name, parser, seeds, chance, coverage, seconds, enough });
  const perSecond = Math.round(executions / ((performance.now() - started) / 1000));
  say(
    `${name}: ${executions} inputs (${perSecond}/s) from ${seeds.length} seeds, ${corpus} kept, ${ways} ways through the code, ${found.length} found`,
  );
  for (const one of found) tell(name, one);
  return found.length;
}

if (values.input !== undefined) {
  const parser = known[chosen[0] ?? ''];
  process.exit(parser === undefined ? 2 : await repeat(parser, values.input));
}
say(`seed ${values.seed}, ${seconds} s for each of ${chosen.join(' ')}`);
const coverage = await Coverage.started();
let found = 0;
for (const name of chosen) {
  const parser = known[name];
  if (parser !== undefined) found += await fuzz(name, parser, coverage);
}
process.exitCode = found > 0 ? 1 : 0;
