import { attempted, type Fault, isFault } from './attempt.js';
import type { Chance } from './chance.js';
import type { Coverage } from './coverage.js';
import { mutated } from './mutator.js';
import type { Parser } from './parsers.js';

export interface Found extends Fault {
  readonly input: Uint8Array;
}

export interface Figures {
  executions: number;
  corpus: number;
  /** Different ways in which functions ran. */
  ways: number;
  readonly found: Found[];
}

export interface Run {
  readonly name: string;
  readonly parser: Parser;
  readonly seeds: readonly Uint8Array[];
  readonly chance: Chance;
  readonly coverage: Coverage;
  readonly seconds: number;
  /** Ends before its time once so many faults were found. */
  readonly enough: number;
}

/** So many inputs are tried before it is asked whether any of them reached new code. */
const atOnce = 64;
/** Ways that lead through known blocks only are looked for in one batch of so many. */
const oneOf = 1 / 8;
const mostInputs = 3_000;

/** Changes inputs that are known to reach something until the time is up; whatever reaches new code is kept and changed further. */
export async function fuzzed(run: Run): Promise<Figures> {
  const { coverage, chance, name } = run;
  const figures: Figures = { executions: 0, corpus: 0, ways: 0, found: [] };
  const before = coverage.size;
  const inputs: Uint8Array[] = [new Uint8Array()];
  await keep(run, run.seeds, inputs, figures);
  inputs.push(...run.seeds.slice(0, 20));
  const end = performance.now() + run.seconds * 1000;
  while (performance.now() < end && figures.found.length < run.enough) {
    const batch = Array.from({ length: atOnce }, () => mutated(name, recent(inputs, chance), inputs, chance));
    for (const input of batch) await tryOut(run, input, figures);
    if ((await coverage.isNew()) || chance.happens(oneOf)) await keep(run, batch, inputs, figures);
  }
  return { ...figures, corpus: inputs.length, ways: coverage.size - before };
}

/** The newest are nearest to what was not reached yet. */
const recent = (inputs: readonly Uint8Array[], chance: Chance): Uint8Array =>
  chance.of(chance.happens(0.4) ? inputs.slice(-20) : inputs);

async function tryOut({ parser }: Run, input: Uint8Array, figures: Figures): Promise<void> {
  figures.executions++;
  const said = await attempted(parser, input);
  if (isFault(said) && !figures.found.some(({ what }) => what.slice(0, 300) === said.what.slice(0, 300)))
    figures.found.push({ input, what: said.what });
}

async function keep(run: Run, batch: readonly Uint8Array[], inputs: Uint8Array[], figures: Figures): Promise<void> {
  inputs.push(...(await run.coverage.among(batch, (input) => tryOut(run, input, figures))));
  if (inputs.length > mostInputs) inputs.splice(1, inputs.length - mostInputs);
}
