import { parseArgs } from 'node:util';

import { Logger } from '@nestjs/common';

import { PrivatePostgres } from '#libs/testing';

import { printed, tamperingTable } from './report.js';
import { type ClassReport, honestHistories, tamperClasses, tryClass } from './trials.js';

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '100' },
    class: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    json: { type: 'boolean', default: false },
  },
});

// A notary that refuses says so in its log, too.
Logger.overrideLogger(false);
const server = await PrivatePostgres.start();
let databases = 0;
const course = {
  trials: Number(values.trials),
  seed: Number(values.seed),
  database: (name: string) => server.url(`${name}_${databases++}`),
};
const chosen = tamperClasses.filter(({ name }) => values.class === undefined || name === values.class);
const say = (text: string): void => void process.stderr.write(text);
say(`${course.trials} trials of each of ${chosen.length} classes, seed ${course.seed}\n`);
const reports: ClassReport[] = [];
for (const tampering of chosen) {
  const began = performance.now();
  const report = await tryClass(tampering, course);
  reports.push(report);
  say(`${report.name}: ${report.caught} of ${report.trials} in ${Math.round(performance.now() - began)} ms\n`);
  for (const missed of report.missed) say(`  ${missed}\n`);
}
const honest = values.class === undefined ? await honestHistories({ ...course, trials: 10 * course.trials }) : [];
await server.remove();
process.stdout.write(
  values.json ? `${JSON.stringify({ reports, honest })}\n` : printed(tamperingTable(chosen, reports)),
);
process.exit(honest.length === 0 && reports.every(({ missed }) => missed.length === 0) ? 0 : 1);
