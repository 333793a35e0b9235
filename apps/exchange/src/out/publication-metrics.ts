import { Counter, Gauge, type Registry } from 'prom-client';

import { recordedEvent } from '#libs/integrity';
import type { EventStore } from '#libs/event-store';
import type { Clock } from '#libs/ledger';

import type { Publishing } from './publishing.js';

/** What the figures are made from when somebody asks for them. */
interface FiguresParts {
  readonly publishing: Publishing;
  readonly store: EventStore;
  readonly clock: Clock;
}

const topicLabel = ['topic'] as const;

/** Adds what is to be watched about publication; nothing is measured until somebody asks. */
export function addFigures(registers: Registry, { publishing, store, clock }: FiguresParts): void {
  const given = { registers: [registers], labelNames: topicLabel };
  const lag = new Gauge({
    name: 'ledger_exchange_lag_events',
    help: 'Events of the ledger that a topic has not been held against yet',
    ...given,
    collect: async () => {
      const size = await store.size().catch(() => undefined);
      lag.reset();
      if (size === undefined) return;
      for (const { topic, next } of publishing.states) lag.set({ topic }, size - next);
    },
  });
  const age = new Gauge({
    name: 'ledger_exchange_oldest_unsent_seconds',
    help: 'Age of the oldest event that a topic has not been held against yet',
    ...given,
    collect: async () => {
      age.reset();
      for (const { topic, next } of publishing.states) {
        const oldest = await ageOf(store, next, clock).catch(() => undefined);
        if (oldest !== undefined) age.set({ topic }, oldest);
      }
    },
  });
  const following = new Gauge({
    name: 'ledger_exchange_following',
    help: '1 while a topic is kept level with the ledger, 0 while something keeps it from being',
    ...given,
    collect: () => {
      for (const { topic, state } of publishing.states) following.set({ topic }, state === 'following' ? 1 : 0);
    },
  });
  addPublished(registers, publishing);
}

/** Counted by the publishers; a counter can only be added to, so it is made anew from what they have. */
function addPublished(registers: Registry, publishing: Publishing): void {
  const published = new Counter({
    name: 'ledger_exchange_published_total',
    help: 'Messages that the brokers have acknowledged since the process started',
    labelNames: topicLabel,
    registers: [registers],
    collect: () => {
      published.reset();
      for (const { topic, published: count } of publishing.states) published.inc({ topic }, count);
    },
  });
}

/** Seconds since the event at a position was recorded; 0 when there is none yet. */
async function ageOf(store: EventStore, position: number, clock: Clock): Promise<number> {
  const [oldest] = await store.read(position, 1);
  if (oldest === undefined) return 0;
  const recorded = Date.parse(recordedEvent(oldest.position, oldest.payload).time);
  return Math.max(0, (clock.now() - recorded) / 1000);
}
