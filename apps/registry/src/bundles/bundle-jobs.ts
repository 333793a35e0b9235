import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import { canonicalJson, LedgerError } from '#libs/ledger';
import { type Identity, publicIdentity } from '#libs/service';

import { BundleMaker, type MadeBundle } from './bundle-maker.js';
import type { BundleOrder } from './bundle-order.js';
import { type BundleProgress, BundleWork } from './bundle-work.js';

export interface BundleJob {
  readonly id: string;
  readonly state: 'working' | 'done' | 'failed';
  /** While it is not finished. */
  readonly progress?: BundleProgress;
  /** The code of the error, when it failed. */
  readonly code?: string;
  /** Why, when there is more to say than the code does. */
  readonly reason?: string;
}

interface Job {
  readonly id: string;
  readonly owner: string;
  readonly order: BundleOrder;
  /** The order as text. */
  readonly asked: string;
  readonly work: BundleWork;
  /** The size of the ledger at which the one bundle was made that the order is approved for; for orders that rest on an approval. */
  madeAt: number | undefined;
  made?: MadeBundle;
  failure?: LedgerError;
}

interface Limits {
  /** How many may be asked for and not yet finished; they are made one after the other. */
  readonly waiting: number;
  /** How many finished bundles are kept for fetching, and how many failures for being told. */
  readonly kept: number;
}

const ownerOf = ({ issuer, subject }: Identity): string => `${issuer} ${subject}`;
/** Whoever shows no token: all of them are one owner. */
const anyone = ownerOf(publicIdentity);
const limitsOfAnyone: Limits = { waiting: 10, kept: 5 };
const limitsOfNamed: Limits = { waiting: 100, kept: 20 };

/**
 * Bundles are made beside the request that asks for them; the file is fetched when it is done. Jobs do not outlive the process, nor does
 * anything of their files: whoever asks again, under the same key, begins the same job anew. What is asked for without a token has a queue
 * and limits of its own, so that nobody who has one is refused, delayed or loses a file by it.
 */
@Injectable()
export class BundleJobs implements OnApplicationShutdown {
  private readonly logger = new Logger(BundleJobs.name);
  private readonly jobs = new Map<string, Job>();
  private readonly ending = new AbortController();
  private lastOfNamed: Promise<void> = Promise.resolve();
  private lastOfAnyone: Promise<void> = Promise.resolve();

  constructor(private readonly maker: BundleMaker) {}

  /**
   * The job with this id, begun if it is not yet known; `KEY_REUSED` when another order began it, `JOBS_WAITING` when too many were begun
   * and are not finished. Its caller alone may fetch it. One that failed is begun anew. Without a token, an order that waits already is the
   * same job, under its first id. `madeAt` is the size at which the order must have been carried out that is on record since, and of which nothing
   * is known here any more; then, and after a file that was let go of, `ACCESS_NOT_APPROVED` when the ledger has grown.
   */
  async begin(id: string, caller: Identity, order: BundleOrder, madeAt?: number): Promise<BundleJob> {
    await this.renew(id);
    const known = this.jobs.get(id);
    const asked = canonicalJson(order);
    if (known !== undefined && known.asked !== asked) throw new LedgerError('KEY_REUSED');
    if (known !== undefined && known.failure === undefined) return jobOf(known);
    const before = known === undefined ? madeAt : known.madeAt;
    await this.maker.requireSame(before);
    // The same order may have come twice at once.
    if (this.jobs.get(id) !== known) return this.begin(id, caller, order, madeAt);
    const owner = ownerOf(caller);
    const unfinished = this.jobsLike(owner).filter(isUnfinished);
    // One that is being made already may lack what was recorded since.
    const same = unfinished.find((job) => job.asked === asked && job.work.progress.step === 'queue');
    if (owner === anyone && same !== undefined) return jobOf(same);
    if (unfinished.length >= limitsOf(owner).waiting) throw new LedgerError('JOBS_WAITING', 'ask again later');
    return jobOf(this.enqueue({ id, owner, order, asked, madeAt: before }));
  }

  /** How far it is, or the file. Throws `JOB_UNKNOWN`, also to others than its owner. */
  async result(id: string, caller: Identity): Promise<BundleJob | MadeBundle> {
    const owner = ownerOf(caller);
    if (this.jobs.get(id)?.owner === owner) await this.renew(id);
    const job = this.jobs.get(id);
    if (job?.owner !== owner) throw new LedgerError('JOB_UNKNOWN');
    return job.made ?? jobOf(job);
  }

  /**
   * Lets go of a file that shows what was taken back since it was made, and makes it again under its id: whoever waits for it gets one that
   * everyone may still see. A download under way goes on as it does when newer files push its own out.
   */
  private async renew(id: string): Promise<void> {
    const job = this.jobs.get(id);
    if (!(await job?.made?.withdrawals.any())) return;
    // Another who asked may have seen to it meanwhile.
    if (job?.made === undefined || this.jobs.get(id) !== job) return;
    this.enqueue(job);
    await job.made.file.close();
  }

  async onApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await Promise.all([this.lastOfNamed, this.lastOfAnyone]);
    for (const { made } of this.jobs.values()) await made?.file.close();
  }

  /** The newest job, in place of any other with its id. */
  private enqueue({ id, owner, order, asked, madeAt }: Omit<Job, 'work' | 'made' | 'failure'>): Job {
    const job: Job = { id, owner, order, asked, madeAt, work: new BundleWork(this.ending.signal) };
    this.jobs.delete(id);
    this.jobs.set(id, job);
    if (owner !== anyone) this.lastOfNamed = this.lastOfNamed.then(() => this.run(job));
    else
      this.lastOfAnyone = this.lastOfAnyone.then(async () => {
        await this.namedAreDone();
        await this.run(job);
      });
    return job;
  }

  /** Also those that are asked for meanwhile. */
  private async namedAreDone(): Promise<void> {
    for (let seen: Promise<void> | undefined; seen !== this.lastOfNamed;) {
      seen = this.lastOfNamed;
      await seen;
    }
  }

  private async run(job: Job): Promise<void> {
    try {
      this.ending.signal.throwIfAborted();
      const made = await this.maker.make(job.order, job.work, job.madeAt);
      if (job.order.audience === 'auditor') job.madeAt = made.size;
      job.made = made;
    } catch (error) {
      job.failure = error instanceof LedgerError ? error : new LedgerError('INTERNAL', [], { cause: error });
      if (!this.ending.signal.aborted) this.logger.error(error instanceof Error ? error.stack : String(error));
    }
    await this.forget(job.owner);
  }

  /** Lets go of the oldest; a failure takes no file's place. */
  private async forget(owner: string): Promise<void> {
    const jobs = this.jobsLike(owner);
    const { kept } = limitsOf(owner);
    const failed = jobs.filter(({ failure }) => failure !== undefined);
    const done = jobs.filter(({ made }) => made !== undefined);
    for (const { id, made } of [...failed.slice(0, -kept), ...done.slice(0, -kept)]) {
      this.jobs.delete(id);
      await made?.file.close();
    }
  }

  /** Those that share the limits of this owner's. */
  private jobsLike(owner: string): Job[] {
    return [...this.jobs.values()].filter((job) => (job.owner === anyone) === (owner === anyone));
  }
}

const limitsOf = (owner: string): Limits => (owner === anyone ? limitsOfAnyone : limitsOfNamed);
const isUnfinished = ({ made, failure }: Job): boolean => made === undefined && failure === undefined;

function jobOf(job: Job): BundleJob {
  const { id, work, failure } = job;
  if (isUnfinished(job)) return { id, state: 'working', progress: work.progress };
  if (failure === undefined) return { id, state: 'done' };
  const reason = failure.details.map((detail) => detail.reason).join('; ');
  return { id, state: 'failed', code: failure.code, ...(reason !== '' && { reason }) };
}
