import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';

import { LedgerError } from '#libs/ledger';

import type { ProgressDatabase } from './progress-database.js';
import type { TopicPublisher } from './topic-publisher.js';
import type { TopicState } from './topic-state.js';

interface Closable {
  close(): Promise<void>;
}

/** What goes out, for as long as the service runs; without brokers, nothing, and it says so. */
@Injectable()
export class Publishing implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly publishers: readonly TopicPublisher[],
    private readonly progress: ProgressDatabase | undefined,
    /** What the publishers work with, closed behind them. */
    private readonly opened: readonly Closable[],
  ) {}

  static idle(): Publishing {
    return new Publishing([], undefined, []);
  }

  get isIdle(): boolean {
    return this.progress === undefined;
  }

  get states(): readonly TopicState[] {
    return this.publishers.map(({ state }) => state);
  }

  /** A sentence while a topic is not being followed; undefined while all are, or none should be. */
  get complaint(): string | undefined {
    const troubled = this.states.filter(({ state }) => state !== 'following');
    if (troubled.length === 0) return undefined;
    return troubled.map(({ topic, state, reason }) => `${topic} is ${state}${reason ? `: ${reason}` : ''}`).join('; ');
  }

  onApplicationBootstrap(): void {
    if (this.isIdle) new Logger('exchange').log('idle: KAFKA_BROKERS names no broker');
    for (const publisher of this.publishers) publisher.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.publishers.map((publisher) => publisher.close()));
    for (const one of this.opened) await one.close();
  }

  /** Sends everything of a topic again, from position 0. Throws TOPIC_UNKNOWN for one that is not published here. */
  async rebuild(topic: string, key: string): Promise<void> {
    const known = this.publishers.some((publisher) => publisher.topic === topic);
    if (!known || this.progress === undefined) throw new LedgerError('TOPIC_UNKNOWN', topic);
    await this.progress.rebuild(topic, key);
  }
}
