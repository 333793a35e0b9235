import { parseArgs } from 'node:util';
import { diskFull } from './disk-full.js';
import { storeChaos } from './store-chaos.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
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
const options = { kills: Number(values.kills), seed: Number(values.seed), callers: Number(values.callers) };
process.stdout.write(`${options.kills} blows to writers and server of the event store, seed ${options.seed}\n`);
const report = await storeChaos(options);
process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
process.exitCode = report.faults.length > 0 ? 1 : 0;
