import { setTimeout as pause } from 'node:timers/promises';
import { LedgerError } from '#libs/ledger';
import type { Batch } from './batch.js';
import type { AppendOutcome, Entry, EventStore } from './event-store.js';
import { WriterRest } from './writer-rest.js';

/** What became of a batch that was on its way to the store. */
export type Settled = AppendOutcome | 'unsigned' | { readonly error: unknown };

export interface LineOptions {
  /** How long an unreachable store is tried again, in milliseconds. */
  readonly patience: number;
  /** Told what became of a batch, in the order of their positions. */
  readonly settled: (batch: Batch, outcome: Settled) => void;
  /** Told when the line may have become open. */
  readonly moved: () => void;
}

/** Appends under way at once: one is recorded by the store while the next one already waits there … */
const mostUnderWay = 2;
/** … if it holds this many events. Fewer wait for more, because every append has its price. */
const worthSendingBehind = 12;

interface Sent {
  readonly batch: Batch;
  /** What it rests on was not recorded, so neither is it. */
  thrown: boolean;
}

/**
 * Takes decided batches to the store, in order. Each rests on the one before it, so after anything but `done` the rest of the line must
 * be thrown away.
 */
export class AppendLine {
  /** Closed, its last signatures still to come. */
  #signing: Batch | undefined;
  #sent: Sent[] = [];
  #last: Promise<void> = Promise.resolve();
  readonly #rest = new WriterRest();

  constructor(
    private readonly store: EventStore,
    private readonly options: LineOptions,
  ) {}

  /** Whether it takes this batch now. */
  takes({ jobs, entries, full }: Batch): boolean {
    if (this.empty) return jobs.length > 0;
    const free = this.#signing === undefined && this.#sent.length < mostUnderWay && !this.#rest.contested;
    return free && (full || entries.length >= worthSendingBehind) && !this.#sent.some(({ thrown }) => thrown);
  }

  get empty(): boolean {
    return this.#signing === undefined && this.#sent.length === 0;
  }

  async take(batch: Batch): Promise<void> {
    this.#signing = batch;
    await batch.signed();
    // Thrown away meanwhile.
    if (this.#signing !== batch) return;
    this.#signing = undefined;
    const sent = { batch, thrown: false };
    this.#sent.push(sent);
    this.#last = this.#settle(sent, this.#last, batch.unsigned ? 'unsigned' : this.#attempt(batch.entries));
    this.options.moved();
  }

  /** Empties the line and returns what was in it, in order. It is closed until the store has answered for all that was sent. */
  throwAway(): readonly Batch[] {
    const thrown = this.#sent.filter((one) => !one.thrown).map(({ batch }) => batch);
    for (const one of this.#sent) one.thrown = true;
    if (this.#signing !== undefined) thrown.push(this.#signing);
    this.#signing = undefined;
    return thrown;
  }

  async #settle(sent: Sent, before: Promise<void>, attempt: Promise<Settled | 'unknown'> | 'unsigned'): Promise<void> {
    const began = performance.now();
    const [, first] = await Promise.all([before, attempt]);
    const took = performance.now() - began;
    const { batch, thrown } = sent;
    const outcome = thrown ? first : await this.#outcomeOf(batch, first);
    if (outcome === 'moved' && !thrown) this.#rest.lost();
    if (outcome === 'done') await this.#answered(batch, took);
    this.#sent.shift();
    if (!thrown && outcome !== 'done' && outcome !== 'unknown') this.options.settled(batch, outcome);
    this.options.moved();
  }

  /** Answers at once, and holds the place in the line while other writers are given their turn. */
  async #answered(batch: Batch, took: number): Promise<void> {
    this.options.settled(batch, 'done');
    if (batch.entries.length > 0) await this.#rest.rest(took);
  }

  async #outcomeOf({ entries, restsOn }: Batch, first: Settled | 'unknown'): Promise<Settled> {
    if (first === 'unknown') return this.#recordAgain(entries);
    return entries.length === 0 && first === 'done' ? this.#demandSize(restsOn) : first;
  }

  /** Refusals are only right for the ledger they were decided on: where nothing is appended, nobody else notices that it has moved. */
  #demandSize(expected: number): Promise<Settled> {
    const look = async (): Promise<Settled> => ((await this.store.size()) === expected ? 'done' : 'moved');
    return patiently(this.store, this.options.patience, look).catch((error: unknown) => ({ error }));
  }

  async #attempt(entries: readonly Entry[]): Promise<Settled | 'unknown'> {
    const [first] = entries;
    if (first === undefined) return 'done';
    try {
      return await this.store.append(first.position, entries);
    } catch (error) {
      return isUnavailable(error) ? 'unknown' : { error };
    }
  }

  /** After an unknown outcome: what is there counts, else the same bytes once more. The first attempt may land at any moment in between. */
  #recordAgain(entries: readonly Entry[]): Promise<Settled> {
    return patiently(this.store, this.options.patience, async (): Promise<Settled> => {
      if (await this.#recorded(entries)) return 'done';
      const outcome = await this.store.append(entries[0]?.position ?? 0, entries);
      return outcome === 'done' || (await this.#recorded(entries)) ? 'done' : outcome;
    }).catch((error: unknown) => ({ error }));
  }

  async #recorded(entries: readonly Entry[]): Promise<boolean> {
    const found = await this.store.find(entries.map(({ id }) => id));
    return found.length === entries.length && found.every((entry, index) => isSame(entry, entries[index]));
  }
}

/** Does the work again, with growing pauses, for as long as the store cannot be reached and the patience lasts. */
export async function patiently<T>(store: EventStore, patience: number, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patience;
  for (let delay = 20; ; delay = Math.min(2 * delay, 500)) {
    try {
      return await work();
    } catch (error) {
      if (!isUnavailable(error) || store.closed || performance.now() > deadline) throw error;
      await pause(delay);
    }
  }
}

export const isUnavailable = (error: unknown): boolean =>
  error instanceof LedgerError && error.code === 'STORE_UNAVAILABLE';

const isSame = (a: Entry, b: Entry | undefined): boolean =>
  a.position === b?.position && a.id === b.id && Buffer.compare(a.payload, b.payload) === 0;
