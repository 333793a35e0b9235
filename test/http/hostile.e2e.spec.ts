import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { payloadExamples } from '#libs/domain';
import { type Json, type JsonObject, roles } from '#libs/ledger';
import { type Caller, LedgerProcess, temporaryHome } from '#libs/testing';

import { bodyChecks, type BodyChecks } from './body-checks.js';
import { type Hostile, hostileRequest, shown } from './hostile-requests.js';
import { documentOf, type Operation, operationsOf } from './interface.js';
import { valuesIn } from './mutations.js';
import { type RawAnswer, sendRaw } from './raw-request.js';
import { seed } from './seed.js';
import { wrongIn } from './verdict.js';

const many = Number(process.env['HOSTILE_REQUESTS'] ?? 1000);
const batch = 200;
const atOnce = 8;
const allowedGrowth = 96;

/** MiB of memory that the process holds, as Linux tells it. */
const memoryOf = (pid: number | undefined): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

describe('a ledger under requests of ill will', () => {
  let ledger: LedgerProcess;
  let staff: Caller;
  let operations: readonly Operation[];
  let checks: BodyChecks;
  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome(), '2025-03-11T12:00:00Z', { LOG_LEVEL: 'error' });
    const document = await documentOf(ledger);
    operations = operationsOf(document);
    checks = bodyChecks(document);
    staff = await ledger.as('staff', ...roles.filter((role) => role !== 'operator' && role !== 'clock'));
    const letter = { ...payloadExamples.LetterSent, documents: [], restsOn: 'public_reports' };
    expect((await staff.put('/v1/communications/KHM/1/2025', letter)).status).toBe(201);
  });
  afterAll(() => ledger.stop());

  /** What people recorded; the clock goes on with its own work. */
  async function recorded(): Promise<readonly string[]> {
    const { json } = await staff.get('/v1/events');
    const jwts = (json as { statements: { jwt: string }[] }).statements.map(({ jwt }) => jwt);
    return jwts.filter((jwt) => {
      const claims = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as JsonObject;
      return (claims['by'] as { role: string }).role !== 'clock';
    });
  }

  /** A body that the description allows is sent by those only who may record nothing; what they see must be a refusal all the same. */
  const aimed = (hostile: Hostile, powerless: string): Hostile => {
    const { operation, request } = hostile;
    if (request.body === undefined || operation.body !== 'json' || !checks.takes(operation, request.body))
      return hostile;
    const headers = request.headers.filter(([name]) => name !== 'Authorization');
    return { operation, request: { ...request, headers: [...headers, ['Authorization', powerless]] } };
  };

  it(
    `answers ${many} of them with documented refusals, records nothing and stays as it was (seed ${seed})`,
    async () => {
      const [before, powerless] = [await recorded(), (await ledger.as('nobody', 'addressee')).bearer];
      const values: readonly Json[] = Object.values(payloadExamples).flatMap((example) => valuesIn(example as never));
      const aims = { operations, values, tokens: ['', staff.bearer, staff.bearer, powerless] };
      const [wrong, memory, statuses] = [[] as string[], [] as number[], new Map<string, number>()];
      const send = async (hostile: Hostile) => {
        const answer: RawAnswer | undefined = await sendRaw(ledger.url, hostile.request);
        const fault = wrongIn(hostile, answer, operations);
        if (fault !== undefined) wrong.push(`${fault}\n  ${shown(hostile)}`);
        const kind = `${answer?.status ?? 'none'}`;
        statuses.set(kind, (statuses.get(kind) ?? 0) + 1);
      };
      for (let sent = 0; sent < many; sent += batch) {
        const requests = fc.sample(hostileRequest(aims), { seed: seed + sent, numRuns: Math.min(batch, many - sent) });
        const open = requests.map((hostile) => aimed(hostile, powerless));
        const worker = async () => {
          for (let next = open.pop(); next !== undefined; next = open.pop()) await send(next);
        };
        await Promise.all(Array.from({ length: atOnce }, worker));
        memory.push(memoryOf(ledger.pid));
      }
      const quarter = Math.ceil(memory.length / 4);
      const growth = median(memory.slice(-quarter)) - median(memory.slice(quarter, 2 * quarter));
      const seen = [...statuses].sort().map(([status, n]) => `${status}: ${n}`);
      process.stdout.write(
        `${many} hostile requests, seed ${seed}: ${seen.join(', ')}; memory ${Math.round(growth)} MiB more\n`,
      );
      expect(wrong.slice(0, 20)).toEqual([]);
      expect(ledger.alive).toBe(true);
      expect((await staff.get('/readyz')).status).toBe(200);
      expect(await recorded()).toEqual(before);
      expect(growth).toBeLessThan(allowedGrowth);
      expect(ledger.log()).not.toMatch(/"level":(50|60)/);
    },
    Math.max(300_000, many * 120),
  );
});
