import { httpGoals, judge } from '../goals.js';
import { chosen, type Options } from '../options.js';
import type { Outcome, Row } from '../result.js';
import { compare, type Contender } from '../rounds.js';
import { startServer } from '../store/server.js';
import { type Registry, startRegistry } from './registry.js';
import { sampleLetter } from './sample-letter.js';

/** How many letters reminders are spread over, so that no stream is longer than letters have them. */
const reminded = 1000;
const year = new Date().getUTCFullYear();

/**
 * Commands over HTTP to their durable, signed answer, beside the same routes that store nothing. The load comes from this process, the
 * registry is another one.
 */
export async function httpSuite(options: Options): Promise<Outcome> {
  const kinds = ['reminder', 'letter'] as const;
  const names = kinds.flatMap((kind) => options.callers.map((count) => `${kind}.${count}`));
  const cases = chosen('case', options.cases, names);
  const wanted = chosen('variant', options.variants, ['raw', 'ours']);
  const server = await startServer();
  try {
    const registry = await startRegistry(server);
    try {
      await sendLetters(registry);
      const rows: Row[] = [];
      for (const name of cases) {
        process.stderr.write(`${name}\n`);
        const [kind = '', callers = ''] = name.split('.');
        const contenders = contendersOf(registry, kind).filter(({ variant }) => wanted.includes(variant));
        const measured = await compare(contenders, Number(callers), options);
        rows.push(
          ...measured.map(({ contender: { variant }, perSecond, p50, p99 }) => {
            return { case: name, variant, perSecond, p50, p99 };
          }),
        );
      }
      const versions = { postgresql: server.version };
      return { versions, rows, notMeasured: [], goals: judge(httpGoals, rows), notes: [] };
    } finally {
      await registry.end();
    }
  } finally {
    await server.end();
  }
}

const today = new Date().toISOString().slice(0, 10);
const letter = JSON.stringify(sampleLetter(today));
const reminder = JSON.stringify({ on: today, channel: 'note verbale' });

/** Parallel, because nothing is measured yet. */
async function sendLetters(registry: Registry): Promise<void> {
  let serial = 0;
  const send = async (): Promise<void> => {
    while (serial < reminded) await registry.write('PUT', `/v1/communications/KHM/${++serial}/${year}`, letter);
  };
  await Promise.all(Array.from({ length: 32 }, send));
}

let nextNumber = 0;

/** The same write to the registry's own route, `ours`, and to the one that stores nothing, `raw`. */
function contendersOf(registry: Registry, kind: string): Contender[] {
  return (
    [
      ['raw', '/bench'],
      ['ours', '/v1'],
    ] as const
  ).map(([variant, root]) => ({
    variant,
    run: () => {
      const n = ++nextNumber;
      return kind === 'letter'
        ? registry.write('PUT', `${root}/communications/LAO/${n}/${year}`, letter)
        : registry.write('POST', `${root}/communications/KHM/${(n % reminded) + 1}/${year}/reminders`, reminder);
    },
  }));
}
