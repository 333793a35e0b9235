import { setTimeout as pause } from 'node:timers/promises';

import { Caller } from '#libs/testing';

import type { ExchangeProcess } from './exchange-process.js';

/** Waits until `done` says so, for as long as the test may take. */
export async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await done())) await pause(50);
}

interface Topic {
  readonly topic: string;
  readonly state: string;
  readonly code?: string;
  readonly reason?: string;
}

/** Somebody who acts in a role at the exchange, as its development identities allow. */
export async function actingAt({ url }: ExchangeProcess, role: string): Promise<Caller> {
  const { json } = await new Caller(url).post('/dev/tokens', { subject: role, roles: [role] });
  return new Caller(url, (json as { token: string }).token);
}

/** `following`, or the code of what keeps the exchange from following a topic. */
export async function standingOf(exchange: ExchangeProcess, topic: string): Promise<string> {
  const { json } = await (await actingAt(exchange, 'publisher')).get('/v1/exchange');
  const found = (json as { topics: Topic[] }).topics.find((each) => each.topic === topic);
  return found?.code ?? found?.state ?? 'unknown';
}
