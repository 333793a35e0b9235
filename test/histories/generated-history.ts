import type { EventName } from '#libs/domain';
import { slotsOf } from '#libs/domain';
import { LedgerError, type ProposedEvent, type RecordedEvent } from '#libs/ledger';
import { sampleId, SmallLedger } from '#libs/testing';

import { withCanaries } from './canaries.js';

/** The instant of every decision; all examples lie before it. */
const now = Date.parse('2026-01-10T09:00:00Z');
const codes = ['KHM', 'LAO'];

/** What a step may look at to make its decision. */
export interface World {
  /** Time and codes of every decision. */
  readonly context: {
    readonly now: number;
    readonly today: string;
    readonly codes: ReadonlySet<string>;
    readonly ps: string;
  };
  /** The id of the n-th event that would be recorded next. */
  nextId(n: number): string;
  events(stream: string): readonly RecordedEvent[];
  /** Ids of the events of this type, in order. */
  ids(type: EventName): readonly string[];
  /** The streams of a kind, in order of their first events. */
  streams(kind: string): readonly string[];
}

/** One thing somebody does: the type that the decision is about, and what is decided. `n` chooses among what there is. */
export type Step = (world: World, n: number) => readonly ProposedEvent[];

/** A ledger that grows by decisions alone; in every sealed field of what they decide stands a canary. */
export class GeneratedHistory implements World {
  readonly context = { now, today: '2026-01-10', codes: new Set(codes), ps: 'second person' };

  private constructor(readonly ledger: SmallLedger) {}

  /** Another seed gives other keys, and another origin. */
  static async begin(seed?: string): Promise<GeneratedHistory> {
    return new GeneratedHistory(await SmallLedger.founded(codes, seed));
  }

  /** True when the step was taken, false when the rules refused it or there was nothing to do. */
  async take(step: Step, n: number): Promise<boolean> {
    const decided = refusedOr(() => step(this, n)) ?? [];
    for (const event of decided) await this.record(event);
    return decided.length > 0;
  }

  private async record({ stream, type, data, codes: files }: Omit<ProposedEvent, 'version'>): Promise<void> {
    await this.ledger.record({
      ...{ stream, type, data: withCanaries(type, data, stream, this.ledger.size) },
      ...(files.length === 0 ? {} : { codes: files }),
      slots: slotsOf(type, 1),
    });
  }

  nextId(n: number): string {
    return sampleId(`${this.ledger.origin} ${this.ledger.size + n}`);
  }

  get all(): readonly RecordedEvent[] {
    return this.ledger.entries.map(({ event }) => event);
  }

  events(stream: string): readonly RecordedEvent[] {
    return this.all.filter((event) => event.stream === stream);
  }

  ids(type: EventName): readonly string[] {
    return this.all.filter((event) => event.type === type).map(({ id }) => id);
  }

  streams(kind: string): readonly string[] {
    return [...new Set(this.all.map(({ stream }) => stream))].filter((stream) => stream.startsWith(`${kind}-`));
  }
}

function refusedOr<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof LedgerError && error.kind !== 'broken') return undefined;
    throw error;
  }
}
