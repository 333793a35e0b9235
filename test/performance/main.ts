import { parseArgs } from 'node:util';
import { surroundings, table } from './measure.js';
import { storeSuite } from './store.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    callers: { type: 'string', default: '1,32,128' },
  },
});

const suite = positionals[0] ?? 'store';
if (suite === 'store') {
  const effort = { rounds: Number(values.rounds), seconds: Number(values.seconds) };
  const { rows, server } = await storeSuite(effort, values.callers.split(',').map(Number));
  const { machine, versions } = surroundings();
  const all = { ...versions, postgresql: server };
  const said = Object.entries(all).map(([name, version]) => `${name} ${version}`);
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ suite, machine, versions: all, rows })}\n`
      : `${machine}; ${said.join(', ')}; 1 KiB events, fsync and synchronous commit on, medians of ${values.rounds} rounds\n${table(rows)}\n`,
  );
} else {
  process.stderr.write(`There is no suite "${suite}"; there is: store\n`);
  process.exitCode = 1;
}
