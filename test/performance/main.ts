import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { bundleSuite } from './bundle/bundle-suite.js';
import { httpSuite } from './http/http-suite.js';
import { kafkaSuite } from './kafka/kafka-suite.js';
import { memorySuite } from './memory/memory-suite.js';
import { chosen, type Options, readOptions, WrongOption } from './options.js';
import { proofSuite } from './proof/proof-suite.js';
import { verifySuite } from './proof/verify-suite.js';
import { report } from './report.js';
import type { Outcome } from './result.js';
import { storeSuite } from './store/store-suite.js';
import { load, surroundings } from './surroundings.js';

interface Suite {
  run(options: Options): Promise<Outcome>;
  /** What the figures hold for, in words. */
  conditions(options: Options): string;
}

const suites: Readonly<Record<string, Suite>> = {
  store: {
    run: storeSuite,
    conditions: ({ rounds, seconds }) =>
      `events of 1 KiB, fsync and synchronous commit on, medians of ${rounds} interleaved rounds of ${seconds} s`,
  },
  http: {
    run: httpSuite,
    conditions: ({ rounds, seconds }) =>
      `letters of 9 KiB, reminders of 50 bytes, fsync and synchronous commit on, medians of ${rounds} interleaved rounds of ${seconds} s`,
  },
  kafka: {
    run: kafkaSuite,
    conditions: ({ rounds, events = 20_000 }) =>
      `events of 1 KiB, acknowledged by all brokers of one, medians of ${rounds} interleaved rounds of ${events} events`,
  },
  proof: {
    run: proofSuite,
    conditions: ({ rounds }) =>
      `events of 1 KiB, the notary and the verifier in processes of their own, medians of ${rounds} rounds of verifying`,
  },
  bundle: { run: bundleSuite, conditions: () => 'events of 1 KiB, each bundle made by a registry of its own' },
  verify: { run: verifySuite, conditions: ({ rounds }) => `events of 1 KiB, signed, medians of ${rounds} rounds` },
  memory: { run: memorySuite, conditions: () => 'events of 1 KiB, signed, fsync and synchronous commit on' },
};

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const [name = ''] = chosen('suite', [options.suite], Object.keys(suites));
  const suite = suites[name] as Suite;
  const busy = load();
  const outcome = await suite.run(options);
  const { machine, versions: own } = surroundings();
  const versions = { ...own, ...outcome.versions };
  const conditions = `${suite.conditions(options)}; ${busy}`;
  const { rows, notMeasured, goals, notes } = outcome;
  const json = JSON.stringify({ suite: name, machine, versions, conditions, rows, notMeasured, goals, notes });
  mkdirSync(dirname(options.out), { recursive: true });
  writeFileSync(options.out, `${json}\n`);
  const said = Object.entries(versions).map(([part, version]) => `${part} ${version}`);
  const text = report(outcome, [machine, said.join(', '), conditions]);
  process.stdout.write(`${options.json ? json : text}\n`);
}

await main().catch((error: unknown) => {
  // A wrong option is the caller's to mend; anything else is shown with where it came from.
  process.stderr.write(`${error instanceof WrongOption ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
});
