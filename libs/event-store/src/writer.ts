import { setTimeout as pause } from 'node:timers/promises';
import type { Signer } from '#libs/integrity';
import { type Clock, isStreamName, LedgerError } from '#libs/ledger';
import { Batch, type Job } from './batch.js';
import type { Command } from './command.js';
import type { AppendOutcome, Entry, EventStore } from './event-store.js';
import { Tip } from './tip.js';
import { Turns } from './turns.js';
import { refuseRecorded, viewOf } from './view.js';

export interface WriterOptions {
  readonly signer: Signer;
  readonly clock: Clock;
  /** How long an unreachable store is tried again before commands fail, in milliseconds; 10,000 unless told. */
  readonly patience?: number;
}

/** How far the clock may be behind the last recorded time, in milliseconds. */
const clockTolerance = 5000;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The one writer of a ledger. Commands queue; while one append runs, whatever is queued is decided, against what has been decided before
 * it, and signed; then it is appended as one. Nothing is answered, not even a refusal, before what it may rest on is durable.
 */
export class Writer {
  /** Accepted, not yet looked up. */
  #queue: Job[] = [];
  /** Looked up, not yet decided. */
  #ready: Job[] = [];
  /** Decided, not yet on its way to the store. */
  #next = new Batch();
  /** Batches that a look-up which has begun may not have seen. */
  #recent: Batch[] = [];
  #tip: Tip | undefined;
  /** The tip that another writer has made old. */
  #overtaken: Tip | undefined;
  #committedSize = 0;
  /** Changes whenever the tip is thrown away. */
  #epoch = 0;
  #appending = false;
  #preparing = false;
  #scheduled = false;
  #closed = false;
  readonly #turns = new Turns();
  readonly #idle: (() => void)[] = [];

  constructor(
    private readonly store: EventStore,
    private readonly options: WriterOptions,
  ) {}

  /**
   * Decides, signs and records one command; resolves when its events are durable, in the order `decide` returned them.
   * Throws what `decide` threw, CLOCK_BEHIND, or STORE_UNAVAILABLE: then the outcome is unknown and the same command may be sent again.
   */
  write(command: Command): Promise<readonly Entry[]> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new LedgerError('STORE_UNAVAILABLE', 'the writer has been closed');
      if (!command.ids.every((id) => uuid.test(id)) || !command.streams.every(isStreamName)) {
        throw new LedgerError('INTERNAL', 'a command names something that is no event id or no stream');
      }
      this.#queue.push({ command, resolve, reject, found: new Map(), alone: false });
      this.#schedule();
    });
  }

  /** Waits for everything accepted so far; later commands are refused with STORE_UNAVAILABLE. The store stays open. */
  close(): Promise<void> {
    this.#closed = true;
    this.#schedule();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Once per turn of the event loop, so that commands that arrive together are looked up and decided together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#step();
    });
  }

  /** Moves on whatever can move; called whenever something has arrived or finished. */
  #step(): void {
    this.#decideReady();
    if (!this.#appending && this.#next.jobs.length > 0) {
      void this.#append(this.#next);
      this.#next = new Batch();
      this.#decideReady();
    }
    if (!this.#preparing && this.#ready.length === 0 && this.#queue.length > 0)
      void this.#prepare(this.#queue.splice(0));
    if (!this.#preparing && !this.#appending && this.#queue.length === 0)
      for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Looks the jobs' ids up and loads their streams, while an append may be running. */
  async #prepare(jobs: Job[]): Promise<void> {
    this.#preparing = true;
    this.#recent = this.#recent.filter(({ committed }) => !committed);
    this.#tip?.trim(this.#committedSize);
    const epoch = this.#epoch;
    const prepared = await this.#lookUp(jobs);
    this.#preparing = false;
    if (epoch === this.#epoch) this.#ready = prepared;
    else this.#queue.push(...prepared);
    this.#step();
  }

  /** Those of the jobs that could be prepared; the others have been answered. */
  async #lookUp(jobs: Job[]): Promise<Job[]> {
    try {
      await this.#patiently(async () => {
        this.#tip ??= await this.#loadTip();
        const [found] = await Promise.all([
          this.store.find(jobs.flatMap(({ command }) => command.ids)),
          this.#tip.load(this.store, [...new Set(jobs.flatMap(({ command }) => command.streams))]),
        ]);
        const byId = new Map(found.map((entry) => [entry.id, entry]));
        for (const job of jobs) job.found = byId;
      });
      return jobs;
    } catch (error) {
      if (jobs.length > 1 && !isUnavailable(error)) return this.#lookUpEach(jobs);
      for (const { reject } of jobs) reject(error);
      return [];
    }
  }

  /** One by one, because a stream that cannot be read must fail only the commands that read it. */
  async #lookUpEach(jobs: readonly Job[]): Promise<Job[]> {
    const prepared: Job[] = [];
    for (const job of jobs) prepared.push(...(await this.#lookUp([job])));
    return prepared;
  }

  async #loadTip(): Promise<Tip> {
    const overtaken = this.#overtaken;
    this.#overtaken = undefined;
    const tip = overtaken ? await overtaken.renewed(this.store, this.#committedSize) : await Tip.load(this.store);
    this.#committedSize = tip.size;
    return tip;
  }

  #decideReady(): void {
    let taken = 0;
    while (taken < this.#ready.length && !this.#next.full && this.#decide(this.#ready[taken])) taken += 1;
    this.#ready.splice(0, taken);
  }

  /** Returns false when the job must wait for the next batch. */
  #decide(job: Job | undefined): boolean {
    const tip = this.#tip;
    if (tip === undefined || job === undefined) return false;
    try {
      const time = timeAfter(tip.time, this.options.clock.now());
      const known = (id: string): Entry | undefined => this.#known(job, id);
      const decided = job.command.decide(viewOf(job.command, { tip, time, known }));
      refuseRecorded(decided, known);
      if (this.#next.add(job, decided, { tip, time, signer: this.options.signer })) return true;
      this.#next.full = true;
      return false;
    } catch (error) {
      this.#next.settle(job, { error });
      return true;
    }
  }

  #known(job: Job, id: string): Entry | undefined {
    for (const { ids } of [this.#next, ...this.#recent]) {
      const entry = ids.get(id);
      if (entry !== undefined) return entry;
    }
    return job.found.get(id);
  }

  async #append(batch: Batch): Promise<void> {
    this.#appending = true;
    this.#recent.push(batch);
    try {
      const signed = await batch.signed();
      const began = performance.now();
      const outcome = signed ? await this.#record(batch.entries) : 'unsigned';
      if (outcome !== 'done') {
        const overtaken = outcome === 'moved' ? this.#tip : undefined;
        this.#again(batch.jobs);
        this.#overtaken = overtaken;
        if (outcome === 'moved') this.#turns.lost();
      } else {
        this.#answer(batch);
        await this.#turns.rest(performance.now() - began);
      }
    } catch (error) {
      this.#refused(batch, error);
    }
    this.#appending = false;
    this.#step();
  }

  async #record(entries: readonly Entry[]): Promise<AppendOutcome> {
    const start = entries[0]?.position;
    if (start === undefined) return 'done';
    try {
      return await this.store.append(start, entries);
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      return this.#patiently(() => this.#recordAgain(start, entries));
    }
  }

  /** After an unknown outcome: what is there counts, else the same bytes once more. The first attempt may land at any moment in between. */
  async #recordAgain(start: number, entries: readonly Entry[]): Promise<AppendOutcome> {
    if (await this.#recorded(entries)) return 'done';
    if ((await this.store.append(start, entries)) === 'done') return 'done';
    return (await this.#recorded(entries)) ? 'done' : 'moved';
  }

  async #recorded(entries: readonly Entry[]): Promise<boolean> {
    const found = await this.store.find(entries.map(({ id }) => id));
    return found.length === entries.length && found.every((entry, index) => isSame(entry, entries[index]));
  }

  #answer(batch: Batch): void {
    batch.committed = true;
    this.#committedSize += batch.entries.length;
    for (const { outcome, resolve, reject } of batch.jobs) {
      if (outcome !== undefined && 'entries' in outcome) resolve(outcome.entries);
      else reject(outcome?.error);
    }
  }

  /** The store did not take the batch: unreachable, all of it fails; else the culprit is found by trying each command alone. */
  #refused(batch: Batch, error: unknown): void {
    const suspects = batch.jobs.filter(({ outcome }) => outcome && 'entries' in outcome && outcome.entries.length > 0);
    const failed = isUnavailable(error) ? batch.jobs : suspects.length === 1 ? suspects : [];
    for (const { reject } of failed) reject(error);
    const others = batch.jobs.filter((job) => !failed.includes(job));
    for (const job of others) job.alone = true;
    this.#again(others);
  }

  /** Throws everything decided and not recorded away and takes these jobs, and all that were decided after them, from the beginning. */
  #again(jobs: readonly Job[]): void {
    this.#tip = undefined;
    this.#recent = [];
    this.#epoch += 1;
    const all = [...jobs, ...this.#next.jobs, ...this.#ready];
    for (const { unsigned, reject } of all) if (unsigned !== undefined) reject(unsigned);
    const rest = all.filter(({ unsigned }) => unsigned === undefined);
    for (const job of rest) delete job.outcome;
    this.#queue = [...rest, ...this.#queue];
    this.#ready = [];
    this.#next = new Batch();
  }

  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    const { patience = 10_000 } = this.options;
    const deadline = performance.now() + patience;
    for (let delay = 20; ; delay = Math.min(2 * delay, 500)) {
      try {
        return await work();
      } catch (error) {
        if (!isUnavailable(error) || this.store.closed || performance.now() > deadline) throw error;
        await pause(delay);
      }
    }
  }
}

const isUnavailable = (error: unknown): boolean => error instanceof LedgerError && error.code === 'STORE_UNAVAILABLE';

const isSame = (a: Entry, b: Entry | undefined): boolean =>
  a.position === b?.position && a.id === b.id && Buffer.compare(a.payload, b.payload) === 0;

/** Recorded-at of the next event, never before the last one's. */
function timeAfter(last: number, now: number): string {
  if (now < last - clockTolerance) {
    throw new LedgerError('CLOCK_BEHIND', `${new Date(now).toISOString()} is before ${new Date(last).toISOString()}`);
  }
  return new Date(Math.max(now, last)).toISOString();
}
