import { setTimeout as pause } from 'node:timers/promises';

import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';

import { EventStore, leafOf } from '#libs/event-store';
import { MerkleTree, recordedEvent } from '#libs/integrity';
import { keysStream, LedgerError, policyStream, type RecordedEvent } from '#libs/ledger';
import { figureEventOf } from '#libs/projections';

const retryAfter = 500;
const lookEvery = 25;

/**
 * What reports are made from, in memory: the part of the events that is counted or printed, those of keys and policy, and the hash tree,
 * by which the root of every earlier size is known. Level with the store for as long as the service runs.
 */
@Injectable()
export class LedgerHistory implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('history');
  private readonly stop = new AbortController();
  private readonly tree = new MerkleTree();
  private readonly founding: RecordedEvent[] = [];
  /** As texts, which take a fraction of the room that objects do; they are read when a report is made. */
  private readonly kept: { readonly position: number; readonly text: string }[] = [];
  /** Names of the reports that have a draft, by when the last one was recorded. */
  private readonly drafted = new Set<string>();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly store: EventStore) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.running;
  }

  /** How many events are taken in. */
  get size(): number {
    return this.tree.size;
  }

  /** What keeps reports from being up to date: a sentence while the history is behind the store. */
  async lacks(): Promise<string | undefined> {
    const size = await this.store.size();
    return this.size < size ? `${this.size} of ${size} events are taken in` : undefined;
  }

  /** Waits until a position is taken in. Throws POSITION_UNKNOWN when nothing is recorded there, NOT_READY after `milliseconds`. */
  async reach(position: number, milliseconds: number): Promise<void> {
    if (this.size > position) return;
    if (position >= (await this.store.size()))
      throw new LedgerError('POSITION_UNKNOWN', { path: 'position', reason: 'nothing is recorded there yet' });
    const until = performance.now() + milliseconds;
    while (this.size <= position) {
      if (performance.now() > until) throw new LedgerError('NOT_READY', `${this.size} events are taken in`);
      await pause(lookEvery);
    }
  }

  /** What reports are made from as recorded up to a position, by position. */
  upTo(position: number): readonly RecordedEvent[] {
    const end = this.kept.findLastIndex((one) => one.position <= position);
    return this.kept.slice(0, end + 1).map(({ text }) => JSON.parse(text) as RecordedEvent);
  }

  /** The names of the reports that have a draft on record (`HRC60-communications`), the one made last first. */
  reports(): readonly string[] {
    return [...this.drafted].reverse();
  }

  /** The events of keys and policy up to a position. */
  foundingUpTo(position: number): readonly RecordedEvent[] {
    return this.founding.filter((event) => event.position <= position);
  }

  /** Of the tree whose last leaf is the event at the position. */
  rootAt(position: number): Uint8Array {
    return this.tree.root(position + 1);
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        await this.follow();
      } catch (error) {
        if (this.stop.signal.aborted) return;
        this.logger.warn(`going on from ${this.size}: ${error instanceof Error ? error.message : 'unknown'}`);
        await pause(retryAfter, undefined, { signal: this.stop.signal }).catch(() => undefined);
      }
    }
  }

  private async follow(): Promise<void> {
    for await (const page of this.store.follow(this.size, this.stop.signal))
      for (const entry of page) {
        // First whatever can fail: an entry is taken in whole or, when it is read again, from the beginning.
        const [event, leaf] = [recordedEvent(entry.position, entry.payload), leafOf(entry)];
        this.keep(event);
        if (event.stream === keysStream || event.stream === policyStream) this.founding.push(event);
        this.tree.append(leaf);
      }
  }

  private keep(event: RecordedEvent): void {
    if (event.type === 'ReportGenerated') this.noteDraft(event.stream.replace('report-', ''));
    const counted = figureEventOf(event);
    if (counted !== undefined) this.kept.push({ position: event.position, text: JSON.stringify(counted) });
  }

  private noteDraft(report: string): void {
    this.drafted.delete(report);
    this.drafted.add(report);
  }
}
