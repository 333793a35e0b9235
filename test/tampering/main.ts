import { parseArgs } from 'node:util';

import { Logger } from '@nestjs/common';

import { PrivatePostgres } from '#libs/testing';

import { document } from './documented.js';
import { isCaught, plantFaults } from './planted/suite.js';
import { plantedTable, printed, tamperingTable } from './report.js';
import { type ClassReport, honestHistories, tamperClasses, tryClass } from './trials.js';

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '100' },
    class: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    planted: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
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
const say = (text: string): void => void process.stderr.write(text);

let isAllWell = false;
try {
  isAllWell = values.planted ? await planted() : await tampered();
} finally {
  await server.remove();
}
process.exit(isAllWell ? 0 : 1);

async function tampered(): Promise<boolean> {
  const chosen = tamperClasses.filter(({ name }) => values.class === undefined || name === values.class);
  say(`${course.trials} trials of each of ${chosen.length} classes, seed ${course.seed}\n`);
  // Each waits for the database half of its time.
  const [left, done] = [[...chosen], new Map<string, ClassReport>()];
  const inTurn = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const report = await tryClass(next, course);
      done.set(next.name, report);
      say(`${report.name}: ${report.caught} of ${report.trials}\n`);
      for (const missed of report.missed) say(`  ${missed}\n`);
    }
  };
  await Promise.all([inTurn(), inTurn()]);
  const histories = values.class === undefined ? 10 * course.trials : 0;
  const honest = await honestHistories({ ...course, trials: histories });
  for (const found of honest) say(`  ${found}\n`);
  const reports = [...done.values()];
  const table = tamperingTable(chosen, reports);
  process.stdout.write(values.json ? `${JSON.stringify({ reports, histories, honest })}\n` : printed(table));
  say(`${histories} honest histories, ${honest.length} of them found wrong\n`);
  const isAllCaught = honest.length === 0 && reports.every(({ missed }) => missed.length === 0);
  const run = `Run of ${course.trials} trials of each class with seed ${course.seed}, and of ${histories} honest histories, in which nothing was found.`;
  if (values.write && isAllCaught) await document('tampering', table, run);
  return isAllCaught;
}

async function planted(): Promise<boolean> {
  process.env['POSTGRES_URL'] = await server.url('planted');
  const named = values.class === undefined ? {} : { named: values.class };
  const report = await plantFaults({ ...named, seed: course.seed, thoroughness: 'each group', say });
  const table = plantedTable(report.faults);
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : printed(table));
  const isSound = Object.keys(report.control).length === 0;
  if (!isSound) say(`without a fault: ${JSON.stringify(report.control)}\n`);
  const isAllCaught = isSound && report.faults.every(isCaught);
  const run = `Run of all ${table.length - 1} faults with seed ${course.seed}; without a fault everything passed.`;
  if (values.write && isAllCaught) await document('planted-faults', table, run);
  return isAllCaught;
}
