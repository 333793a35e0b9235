import { setTimeout as pause } from 'node:timers/promises';

import type { EventStore } from '#libs/event-store';
import { openKafka, topicName, type KafkaSettings } from '#libs/kafka';

import type { PublishedEvents } from './published-events.js';

interface Load {
  readonly store: EventStore;
  readonly events: PublishedEvents;
  readonly kafka: KafkaSettings;
  /** Events a second. */
  readonly rate: number;
  readonly seconds: number;
}

const everyMs = 10;

/** How many messages are on everyone's topic. */
async function heldBy(kafka: KafkaSettings): Promise<number> {
  const admin = openKafka(kafka).admin();
  const spans = await admin.spans(topicName('publicEvents'));
  await admin.close();
  return spans.reduce((sum, { from, next }) => sum + next - from, 0);
}

/** Milliseconds from an append's answer until a subscriber has the message, for each event of a steady load. */
export async function untilConsumable({ store, events, kafka, rate, seconds }: Load): Promise<number[]> {
  const recorded = new Map<number, number>();
  const latencies: number[] = [];
  const consumer = openKafka(kafka).consumer({ group: `bench-${Date.now()}`, waitAtMost: 10 });
  let seen = 0;
  consumer.start([topicName('publicEvents')], async (batch) => {
    const now = performance.now();
    seen += batch.messages.length;
    for (const { headers } of batch.messages) {
      const at = recorded.get(Number(headers['ce_position']));
      if (at !== undefined) latencies.push(now - at);
    }
    const last = batch.messages.at(-1);
    if (last) await batch.commit(last);
  });
  // Until everything that was there before is read, that would be measured.
  const there = await heldBy(kafka);
  while (seen < there) await pause(50);
  const began = performance.now();
  const total = rate * seconds;
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.ceil(((performance.now() - began) / 1000) * rate));
    if (due > sent) {
      const size = events.entries.length;
      const added = events.more(due - sent);
      await store.append(size, added);
      const now = performance.now();
      for (const { position } of added) recorded.set(position, now);
      sent = due;
    }
    await pause(everyMs);
  }
  for (const until = performance.now() + 30_000; latencies.length < total && performance.now() < until;)
    await pause(20);
  await consumer.close();
  return latencies;
}
