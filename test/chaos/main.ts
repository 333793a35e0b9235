import { parseArgs } from 'node:util';
import { diskFull } from './disk-full.js';
import { kafkaChaos } from './kafka-chaos.js';
import { storeChaos } from './store-chaos.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string' },
    events: { type: 'string', default: '50000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    disk: { type: 'boolean', default: false },
    callers: { type: 'string', default: '8' },
  },
});

if (values.disk) {
  const report = await diskFull();
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  process.exit(report.faults.length > 0 || report.acknowledgedAfter === 0 ? 1 : 0);
}
if (positionals[0] === 'kafka') {
  const { events, seed, kills = '100' } = values;
  process.exit(kafkaChaos({ events, kills, seed }));
}
const options = { kills: Number(values.kills ?? 200), seed: Number(values.seed), callers: Number(values.callers) };
process.stdout.write(`${options.kills} blows to writers and server of the event store, seed ${options.seed}\n`);
const report = await storeChaos(options);
process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
process.exitCode = report.faults.length > 0 ? 1 : 0;
