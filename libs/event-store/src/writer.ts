import type { Signer } from '#libs/integrity';
import { type Clock, isStreamName, LedgerError } from '#libs/ledger';
import { AppendLine, isUnavailable, patiently, type Settled } from './append-line.js';
import { Batch, isDraft, type Job } from './batch.js';
import type { Command } from './command.js';
import type { Entry, EventStore } from './event-store.js';
import { LedgerTip } from './ledger-tip.js';
import { CommandView, refuseRecorded } from './command-view.js';

export interface WriterOptions {
  readonly signer: Signer;
  readonly clock: Clock;
  /** How long an unreachable store is tried again before commands fail, in milliseconds; 10,000 unless told. */
  readonly patience?: number;
}

const defaultPatience = 10_000;

/** How far the clock may be behind the last recorded time, in milliseconds. */
const clockTolerance = 5000;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The one writer of a ledger. Commands queue; while one append runs, whatever is queued is decided, against what has been decided before
 * it, and signed; then it is appended as one. Nothing is answered, not even a refusal, before what it may rest on is durable.
 *
 * A command is decided at once when its streams are in memory, as if its ids were new: the store refuses an append with an id it knows, and
 * a command that would be refused or record nothing is answered only after its ids were looked for.
 */
export class Writer {
  /** Accepted, not yet decided. */
  #queue: Job[] = [];
  /** Streams loaded and, where needed, ids looked for; not yet decided. */
  #ready: Job[] = [];
  /** Decided, not yet on its way to the store. */
  #next = new Batch();
  /** Batches that a look-up which has begun may not have seen. */
  #recent: Batch[] = [];
  #tip: LedgerTip | undefined;
  /** The tip that another writer has made old. */
  #overtaken: LedgerTip | undefined;
  #committedSize = 0;
  /** Changes whenever the tip is thrown away. */
  #epoch = 0;
  #preparing = false;
  #scheduled = false;
  #closed = false;
  readonly #line: AppendLine;
  readonly #idle: (() => void)[] = [];

  constructor(
    private readonly store: EventStore,
    private readonly options: WriterOptions,
  ) {
    this.#line = new AppendLine(store, {
      patience: options.patience ?? defaultPatience,
      settled: (batch, outcome) => this.#settled(batch, outcome),
      moved: () => this.#step(),
    });
  }

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
      this.#queue.push({ command, resolve, reject, found: undefined, lookFor: [], alone: false });
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
    this.#takeFromQueue();
    this.#decideReady();
    if (this.#line.takes(this.#next)) {
      this.#recent.push(this.#next);
      void this.#line.take(this.#next);
      this.#next = new Batch();
      this.#decideReady();
    }
    this.#tidy();
    if (!this.#preparing && this.#queue.length > 0) void this.#prepare(this.#queue.splice(0));
    if (!this.#preparing && this.#line.empty && this.#queue.length === 0 && this.#ready.length === 0)
      for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** What needs nothing from the store is ready as it is. Commands that are under way at the same time have no order among them. */
  #takeFromQueue(): void {
    const tip = this.#tip;
    if (tip === undefined || this.#queue.length === 0) return;
    const waiting: Job[] = [];
    for (const job of this.#queue) {
      if (job.lookFor.length === 0 && tip.holds(job.command.streams)) this.#ready.push(job);
      else waiting.push(job);
    }
    this.#queue = waiting;
  }

  /** Loads the jobs' streams and looks for the ids of those that need it, while an append may be running. */
  async #prepare(jobs: Job[]): Promise<void> {
    this.#preparing = true;
    const epoch = this.#epoch;
    const prepared = await this.#lookUp(jobs);
    this.#preparing = false;
    if (epoch === this.#epoch) this.#ready.push(...prepared);
    else this.#queue.unshift(...prepared);
    this.#step();
  }

  /** Forgets what neither a command that is looked up nor one that is ready can still need. */
  #tidy(): void {
    if (this.#preparing || this.#ready.length > 0) return;
    this.#recent = this.#recent.filter(({ committed }) => !committed);
    this.#tip?.trim(this.#committedSize);
  }

  /** Those of the jobs that could be prepared; the others have been answered. */
  async #lookUp(jobs: Job[]): Promise<Job[]> {
    try {
      await patiently(this.store, this.options.patience ?? defaultPatience, async () => {
        this.#tip ??= await this.#loadTip();
        await Promise.all([
          this.#find(jobs.filter(({ lookFor }) => lookFor.length > 0)),
          this.#tip.load(this.store, [...new Set(jobs.flatMap(({ command }) => command.streams))]),
        ]);
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

  async #find(jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return;
    const found = await this.store.find(jobs.flatMap(({ lookFor }) => lookFor));
    const byId = new Map(found.map((entry) => [entry.id, entry]));
    for (const job of jobs) {
      job.found = byId;
      job.lookFor = [];
    }
  }

  async #loadTip(): Promise<LedgerTip> {
    const overtaken = this.#overtaken;
    this.#overtaken = undefined;
    const tip = overtaken ? await overtaken.renewed(this.store, this.#committedSize) : await LedgerTip.load(this.store);
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
    if (this.#next.jobs.length === 0) this.#next.restsOn = tip.size;
    try {
      const now = this.options.clock.now();
      const known = (id: string): Entry | undefined => this.#known(job, id);
      let told: string | undefined;
      const time = (): string => (told ??= timeAfter(tip.time, now));
      const decided = job.command.decide(new CommandView(job.command, { tip, time, known }));
      refuseRecorded(decided, known);
      const records = decided.some(isDraft);
      if (!records && this.#postpone(job)) return true;
      const ground = { tip, time: records ? time() : '', signer: this.options.signer };
      if (this.#next.add(job, decided, ground)) return true;
      this.#next.full = true;
      return false;
    } catch (error) {
      if (!this.#postpone(job)) this.#next.settle(job, { error });
      return true;
    }
  }

  /** Whether a job that would record nothing has to wait until its ids were looked for: it may have been recorded long ago. */
  #postpone(job: Job): boolean {
    if (job.found !== undefined || job.command.ids.length === 0) return false;
    job.lookFor = job.command.ids;
    this.#queue.push(job);
    return true;
  }

  #known(job: Job, id: string): Entry | undefined {
    for (const { ids } of [this.#next, ...this.#recent]) {
      const entry = ids.get(id);
      if (entry !== undefined) return entry;
    }
    return job.found?.get(id);
  }

  #settled(batch: Batch, outcome: Settled): void {
    if (outcome === 'done') this.#answer(batch);
    else if (typeof outcome === 'object') this.#refused(batch.jobs, outcome.error);
    else {
      // Whoever would have recorded an id that is known looks for it before deciding again.
      if (outcome === 'known') for (const job of batch.jobs) job.lookFor = [...job.command.ids, ...draftedIds(job)];
      const overtaken = outcome === 'moved' ? this.#tip : undefined;
      this.#again(batch.jobs);
      this.#overtaken = overtaken;
    }
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
  #refused(jobs: readonly Job[], error: unknown): void {
    const suspects = jobs.filter(({ outcome }) => outcome && 'entries' in outcome && outcome.entries.length > 0);
    const failed = isUnavailable(error) ? jobs : suspects.length === 1 ? suspects : [];
    for (const { reject } of failed) reject(error);
    const others = jobs.filter((job) => !failed.includes(job));
    for (const job of others) job.alone = true;
    this.#again(others);
  }

  /** Throws everything decided and not recorded away and takes these jobs, and all that were decided after them, from the beginning. */
  #again(jobs: readonly Job[]): void {
    this.#tip = undefined;
    this.#recent = [];
    this.#epoch += 1;
    const thrown = [...this.#line.throwAway(), this.#next].flatMap((batch) => batch.jobs);
    const all = [...jobs, ...thrown, ...this.#ready];
    for (const { unsigned, reject } of all) if (unsigned !== undefined) reject(unsigned);
    const rest = all.filter(({ unsigned }) => unsigned === undefined);
    for (const job of rest) {
      delete job.outcome;
      job.found = undefined;
    }
    this.#queue = [...rest, ...this.#queue];
    this.#ready = [];
    this.#next = new Batch();
  }
}

const draftedIds = ({ outcome }: Job): readonly string[] =>
  outcome !== undefined && 'entries' in outcome ? outcome.entries.map(({ id }) => id) : [];

/** Recorded-at of the next event, never before the last one's. */
function timeAfter(last: number, now: number): string {
  if (now < last - clockTolerance) {
    throw new LedgerError('CLOCK_BEHIND', `${new Date(now).toISOString()} is before ${new Date(last).toISOString()}`);
  }
  return new Date(Math.max(now, last)).toISOString();
}
