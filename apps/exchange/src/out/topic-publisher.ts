import { setTimeout as pause } from 'node:timers/promises';

import { Logger } from '@nestjs/common';

import { type Entry, type EventStore, foundingOf } from '#libs/event-store';
import type { KafkaAdmin, KafkaMessage, KafkaProducer } from '#libs/kafka';
import { LedgerError } from '#libs/ledger';

import { oneAhead } from './one-ahead.js';
import { PagePlanner, type PlannedPage } from './page-planner.js';
import { ProgressSaver } from './progress-saver.js';
import type { ProgressDatabase, TopicProgress } from './progress-database.js';
import type { Readership } from './readership.js';
import { stateAfter, type TopicState } from './topic-state.js';

/** What every topic's publisher works with. */
export interface PublisherParts {
  readonly store: EventStore;
  readonly progress: ProgressDatabase;
  readonly producer: KafkaProducer;
  readonly admin: KafkaAdmin;
}

const [soon, late, lookEvery] = [500, 2000, 2000];

/**
 * Keeps one topic level with the ledger. Where it stands is saved after the brokers have acknowledged: a crash in between sends some messages
 * again, with the same source and id, and leaves none out. While a page is sent no further one than the next is read.
 */
export class TopicPublisher {
  private readonly logger = new Logger('exchange');
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private current: TopicState;

  constructor(
    readonly topic: string,
    private readonly readers: Readership,
    private readonly parts: PublisherParts,
  ) {
    this.current = { topic, state: 'starting', next: 0, published: 0 };
  }

  get state(): TopicState {
    return this.current;
  }

  start(): void {
    this.running = this.keepPublishing();
  }

  async close(): Promise<void> {
    this.stop.abort();
    await this.running;
  }

  private async keepPublishing(): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      try {
        await this.publish();
      } catch (error) {
        if (signal.aborted) return;
        this.fail(error);
        const delay = this.current.state === 'stopped' ? late : soon;
        await pause(delay, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private fail(error: unknown): void {
    const state = stateAfter(error);
    const { code, reason } = this.current;
    // Tried again for hours, the same trouble is one line of the log.
    if (state.code !== code || state.reason !== reason) this.logger.warn(`${this.topic}: ${state.reason}`);
    const { topic, next, published } = this.current;
    this.current = { topic, next, published, ...state };
  }

  /** Follows the ledger until it is told to stop, or something is wrong. Returns when where the topic stands must be looked up again. */
  private async publish(): Promise<void> {
    const { store, progress } = this.parts;
    const session = new AbortController();
    const signal = AbortSignal.any([this.stop.signal, session.signal]);
    const { origin } = await foundingOf(store);
    const standing = await progress.topic(this.topic, this.readers.rule);
    await this.refuseOtherHistory(standing);
    await this.refuseLoss(standing);
    this.follow(standing.next, 0);
    const watching = this.watch(standing.generation, signal).catch((error: unknown) => error);
    void watching.then((found) => session.abort(found));
    const saver = new ProgressSaver(progress, standing);
    const parts = { topic: this.topic, readers: this.readers, store, progress, source: origin };
    const pages = oneAhead(store.follow(standing.next, signal));
    // What is asked for ahead comes only when something is recorded: it is called off before the loop is left, which waits for it.
    for await (const page of oneAhead(planned(pages, new PagePlanner(parts), saver))) {
      const goesOn = await this.send(page, saver).catch((error: unknown) => {
        session.abort();
        throw error;
      });
      if (goesOn) continue;
      session.abort();
      break;
    }
    session.abort();
    await saver.settled();
    const found = await watching;
    if (found instanceof Error) throw found;
  }

  /** While nothing is recorded nothing is sent: who asks nobody would not learn that a topic is to be rebuilt, or that its brokers are gone. */
  private async watch(generation: number, signal: AbortSignal): Promise<undefined> {
    while (await passed(lookEvery, signal)) {
      const standing = await this.parts.progress.topic(this.topic, this.readers.rule);
      if (standing.generation !== generation) return;
      await this.refuseLoss(standing);
    }
  }

  /** Sends a page and begins to save where the topic stands then; false when it must be looked up, or nothing more is to be sent. */
  private async send(page: PlannedPage, saver: ProgressSaver): Promise<boolean> {
    let sent = 0;
    for (const { messages, positions } of page.batches) {
      if (this.stop.signal.aborted) return false;
      await this.sendOrHalve(messages, positions);
      sent += messages.length;
    }
    const saved = await saver.acknowledge(page, sent);
    if (saved) this.follow(page.last.position + 1, sent);
    return saved;
  }

  /** A topic may take less than others: what is too much together goes in halves, down to the one message that is too much alone. */
  private async sendOrHalve(messages: readonly KafkaMessage[], positions: readonly number[]): Promise<void> {
    try {
      await this.parts.producer.send(this.topic, messages);
    } catch (error) {
      if (!(error instanceof LedgerError) || error.code !== 'MESSAGE_TOO_LARGE') throw error;
      if (messages.length === 1)
        throw new LedgerError('MESSAGE_TOO_LARGE', `the event at position ${positions[0]}`, { cause: error });
      const half = messages.length >> 1;
      await this.sendOrHalve(messages.slice(0, half), positions.slice(0, half));
      await this.sendOrHalve(messages.slice(half), positions.slice(half));
    }
  }

  /** A store that was restored from a backup, or another ledger's, does not go on where this topic stands. */
  private async refuseOtherHistory({ next, lastId }: TopicProgress): Promise<void> {
    if (next === 0) return;
    const [last] = await this.parts.store.read(next - 1, 1);
    if (last?.id !== lastId)
      throw new LedgerError('TOPIC_INCOMPLETE', 'what was sent is not of this ledger’s history; rebuild the topic');
  }

  /** Brokers that were wiped, or lost what they had acknowledged, have a hole that nobody would notice later. */
  private async refuseLoss({ sent }: TopicProgress): Promise<void> {
    const spans = await this.parts.admin.spans(this.topic);
    const held = spans.reduce((sum, { next }) => sum + next, 0);
    if (held < sent)
      throw new LedgerError(
        'TOPIC_INCOMPLETE',
        `${sent} messages were acknowledged, ${held} are there; rebuild the topic`,
      );
  }

  private follow(next: number, sent: number): void {
    if (this.current.code !== undefined) this.logger.warn(`${this.topic}: goes on`);
    this.current = { topic: this.topic, state: 'following', next, published: this.current.published + sent };
  }
}

async function* planned(
  pages: AsyncIterable<readonly Entry[]>,
  planner: PagePlanner,
  saver: ProgressSaver,
): AsyncIterable<PlannedPage> {
  for await (const page of pages) yield planner.plan(page, () => saver.settled());
}

/** Waits; false when it was called off. */
const passed = (milliseconds: number, signal: AbortSignal): Promise<boolean> =>
  pause(milliseconds, true, { signal }).catch(() => false);
