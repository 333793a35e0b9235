import { setTimeout as pause } from 'node:timers/promises';

import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';

import type { EventStore } from '#libs/event-store';
import { LedgerError } from '#libs/ledger';

import { agenciesOf, agencyKeys } from './agencies-on-record.js';
import { AgencyConsumer, type AgencyState, type ConsumerParts } from './agency-consumer.js';
import type { Confirmation } from './confirmation.js';
import { Confirmations } from './confirmations.js';
import { type Chosen, redrive, type Redriven } from './redrive.js';

export interface ReceivingParts extends ConsumerParts {
  readonly store: EventStore;
  /** Sees to it that the topics of these agencies exist, where that is this process's to do. */
  readonly prepare: (agencies: readonly string[]) => Promise<void>;
  /** Lets go of what `prepare` works with. */
  readonly close: () => Promise<void>;
}

/** How soon an agency that was added is followed. */
const lookAgain = 1000;

/** What comes in, for as long as the service runs: a consumer for each agency that ever had a key, and what agencies confirm to have read. */
@Injectable()
export class Receiving implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('exchange');
  private readonly stop = new AbortController();
  private readonly consumers = new Map<string, AgencyConsumer>();
  private confirmations: Confirmations | undefined;
  private trouble: string | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(private readonly parts: ReceivingParts | undefined) {}

  /** Nothing comes in. */
  static idle(): Receiving {
    return new Receiving(undefined);
  }

  get states(): readonly AgencyState[] {
    return [...this.consumers.values()].map(({ state }) => state);
  }

  get confirmed(): readonly Confirmation[] {
    return this.confirmations?.all ?? [];
  }

  /** A sentence while something does not come in; undefined while all does, or nothing should. */
  get complaint(): string | undefined {
    const troubled = this.states.filter(({ state }) => state !== 'following');
    const said = troubled.map(({ agency, state, reason = '' }) => `${agency} is ${state}: ${reason}`);
    const all = [this.trouble, this.confirmations?.complaint, ...said].filter((one) => one !== undefined);
    return all.length === 0 ? undefined : all.join('; ');
  }

  /** A sentence once somebody has to look: an agency's submissions were stopped. */
  get alarm(): string | undefined {
    const stopped = this.states.filter(({ state }) => state === 'stopped');
    return stopped.length === 0 ? undefined : stopped.map(({ agency, reason }) => `${agency}: ${reason}`).join('; ');
  }

  onApplicationBootstrap(): void {
    if (this.parts !== undefined) this.looking = this.keepLooking(this.parts);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.looking;
    await Promise.all([...this.consumers.values()].map((consumer) => consumer.close()));
    await this.confirmations?.close();
    await this.parts?.producer.close();
    await this.parts?.stopped.close();
    await this.parts?.close();
  }

  /** Throws `AGENCY_UNKNOWN` and `PROGRESS_UNAVAILABLE`. */
  async resume(agency: string): Promise<AgencyState> {
    const consumer = this.consumers.get(agency);
    if (consumer === undefined) throw new LedgerError('AGENCY_UNKNOWN', { path: 'agency', reason: agency });
    await consumer.resume();
    return consumer.state;
  }

  /** Throws `NOT_READY` without brokers. */
  async redrive(chosen: Chosen): Promise<Redriven> {
    if (this.parts === undefined) throw new LedgerError('NOT_READY', 'KAFKA_BROKERS names no broker');
    return redrive(this.parts, chosen);
  }

  private async keepLooking(parts: ReceivingParts): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      try {
        await this.look(parts);
        this.trouble = undefined;
      } catch (error) {
        const reason = error instanceof LedgerError ? error.message : 'an unexpected fault';
        if (this.trouble !== reason) this.logger.warn(`agencies cannot be looked up: ${reason}`);
        this.trouble = reason;
      }
      await pause(lookAgain, undefined, { signal }).catch(() => undefined);
    }
  }

  private async look(parts: ReceivingParts): Promise<void> {
    const agencies = agenciesOf(await agencyKeys(parts.store));
    const added = agencies.filter((agency) => !this.consumers.has(agency));
    // Brokers that were wiped have no topic any more.
    const isTroubled = this.states.some(({ state }) => state === 'waiting');
    if (added.length > 0 || isTroubled || this.confirmations === undefined) await parts.prepare(agencies);
    if (this.stop.signal.aborted) return;
    this.confirmations ??= new Confirmations(parts);
    for (const agency of added) this.consumers.set(agency, new AgencyConsumer(agency, parts));
    const stopped = await parts.stopped.all();
    for (const [agency, consumer] of this.consumers) await consumer.heed(stopped.get(agency));
  }
}
