import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';

import { bootstrap, type RunningService } from './bootstrap.js';
import { answersFor } from './close-gently.js';
import { DevelopmentIssuer } from './development-issuer.js';
import { described } from './openapi/described.js';

@Controller('tasks')
class TasksController {
  @Get('slow')
  async slow(): Promise<object> {
    await after(300);
    return { done: true };
  }

  @Get('endless')
  endless(): Promise<object> {
    return new Promise(() => undefined);
  }
}

class TasksModule {}

const fact = { about: 'Tasks.', codes: [] };
const facts = { routes: { 'TasksController.slow': fact, 'TasksController.endless': fact }, answers: {} };
const tasks = { module: TasksModule, controllers: described([TasksController], { facts, parameters: {} }) };

async function served(): Promise<RunningService> {
  const authenticator = await DevelopmentIssuer.create();
  return bootstrap(
    { modules: [tasks], authenticator, readiness: [] },
    { host: '127.0.0.1', port: 0, logLevel: 'silent' },
  );
}

/** Asks over a connection that is kept; resolves with the status, or with the error's code. */
async function asked(url: string, agent: Agent): Promise<number | string> {
  try {
    const [answer] = (await once(get(url, { agent }), 'response')) as [IncomingMessage];
    await once(answer.resume(), 'end');
    return answer.statusCode ?? 0;
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

async function closed(service: RunningService): Promise<number> {
  const started = performance.now();
  await service.close();
  return performance.now() - started;
}

describe('a service that is asked to end', () => {
  it('answers what it was asked before, waits for no idle connection, and takes no other', async () => {
    const service = await served();
    const silent = connect(Number(new URL(service.url).port), '127.0.0.1');
    await once(silent, 'connect');
    const [busy, idle] = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })];
    expect(await asked(`${service.url}/healthz`, idle)).toBe(200);
    const answer = asked(`${service.url}/tasks/slow`, busy);
    await after(100);
    const took = closed(service);
    await after(50);
    expect(await asked(`${service.url}/healthz`, new Agent())).toBe('ECONNREFUSED');
    expect(await answer).toBe(200);
    expect(await took).toBeLessThan(answersFor / 2);
  });

  it('waits for ever for nothing', async () => {
    const service = await served();
    const answer = asked(`${service.url}/tasks/endless`, new Agent());
    await after(100);
    expect(await closed(service)).toBeGreaterThan(answersFor - 100);
    expect(await answer).toBe('ECONNRESET');
  });
});
