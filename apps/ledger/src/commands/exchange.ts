import { randomUUID } from 'node:crypto';

import { connect } from '../client/connect.js';
import type { OutputFlags } from '../terminal/failure.js';
import { columns } from '../terminal/columns.js';
import { printJson, printLines } from '../terminal/print.js';

interface Exchange {
  readonly state: 'idle' | 'exchanging';
  readonly topics: readonly {
    readonly topic: string;
    readonly state: string;
    readonly reason?: string;
    readonly next: number;
  }[];
}

/** What each Kafka topic is doing. */
export async function showExchange({ json }: OutputFlags): Promise<void> {
  const exchange = await (await connect({ roles: ['auditor'] })).json<Exchange>('/v1/exchange');
  if (json) return printJson(exchange);
  if (exchange.state === 'idle') return printLines(['Nothing is exchanged: KAFKA_BROKERS names no broker.']);
  const rows = exchange.topics.map(({ topic, state, next, reason = '' }) => [topic, state, String(next), reason]);
  printLines(columns(['Topic', 'Status', 'Next', 'Why'], rows));
}

/** Has everything of a topic sent again from the ledger. */
export async function rebuildTopic(topic: string, { json }: OutputFlags): Promise<void> {
  const client = await connect({ roles: ['publisher'] });
  const write = { method: 'POST', path: '/v1/exchange/rebuilds', key: randomUUID(), body: { topic } } as const;
  const answer = await client.write<{ readonly topic: string }>(write);
  if (json) printJson(answer);
  else printLines([`${answer.topic} is sent again from the beginning of the ledger`]);
}
