import { setTimeout as pause } from 'node:timers/promises';

import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';

import { EventStore } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import { ViewsRecorder } from './views/views-recorder.js';

const retryAfter = 500;
const lookEvery = 25;

/** Keeps the views level with the event store for as long as the service runs, from where they stood when it started. */
@Injectable()
export class Follower implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('follower');
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private next = 0;

  constructor(
    private readonly store: EventStore,
    private readonly views: ViewsRecorder,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.running;
  }

  /**
   * Waits until the views show a position. Throws POSITION_UNKNOWN when nothing is recorded there, NOT_READY when they do not show it
   * within `milliseconds`.
   */
  async reach(position: number, milliseconds: number): Promise<void> {
    if (this.next > position) return;
    if (position >= (await this.store.size()))
      throw new LedgerError('POSITION_UNKNOWN', { path: 'atLeast', reason: 'nothing is recorded there yet' });
    const until = performance.now() + milliseconds;
    while (this.next <= position) {
      if (performance.now() > until) throw new LedgerError('NOT_READY', `the views stand before position ${this.next}`);
      await pause(lookEvery);
    }
  }

  /** What keeps the views from being read: a sentence while they have not caught up with the store. */
  async lacks(): Promise<string | undefined> {
    const size = await this.store.size();
    return this.next < size ? `the views have ${this.next} of ${size} events` : undefined;
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        await this.follow();
      } catch (error) {
        if (this.stop.signal.aborted) return;
        this.logger.warn(`starting again from the cursor: ${error instanceof Error ? error.message : 'unknown'}`);
        await pause(retryAfter, undefined, { signal: this.stop.signal }).catch(() => undefined);
      }
    }
  }

  private async follow(): Promise<void> {
    this.next = await this.start();
    for await (const page of this.store.follow(this.next, this.stop.signal)) {
      const events = page.map(({ position, payload }) => recordedEvent(position, payload));
      await this.views.record(events);
      this.next += events.length;
    }
  }

  /** The position to go on from. Views of another history than the store's, such as a restored backup's, are thrown away. */
  private async start(): Promise<number> {
    const { next, lastId } = await this.views.cursor();
    if (next === 0) return 0;
    const [last] = await this.store.read(next - 1, 1);
    if (last?.id === lastId) return next;
    this.logger.error('the views do not belong to this event store; they are made again from the beginning');
    await this.views.rebuild();
    return 0;
  }
}
