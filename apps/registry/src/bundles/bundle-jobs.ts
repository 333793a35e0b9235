import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import { canonicalJson, LedgerError } from '#libs/ledger';

import { BundleMaker, type BundleOrder, type MadeBundle } from './bundle-maker.js';
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
  /** What was asked for, as text. */
  readonly asked: string;
  readonly work: BundleWork;
  made?: MadeBundle;
  failure?: LedgerError;
}

/** How many finished bundles are kept for fetching. */
const kept = 20;
/** How many may be asked for and not yet finished; they are made one after the other. */
const mostWaiting = 100;

/**
 * Bundles are made beside the request that asks for them; the file is fetched when it is done. Jobs do not outlive the process, nor does
 * anything of their files: whoever asks again, under the same key, begins the same job anew.
 */
@Injectable()
export class BundleJobs implements OnApplicationShutdown {
  private readonly logger = new Logger(BundleJobs.name);
  private readonly jobs = new Map<string, Job>();
  private readonly ending = new AbortController();
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly maker: BundleMaker) {}

  /**
   * The job with this id, begun if it is not yet known; `KEY_REUSED` when another order began it, `JOBS_WAITING` when too many were begun
   * and are not finished. `owner` alone may fetch it.
   */
  begin(id: string, owner: string, order: BundleOrder): BundleJob {
    const known = this.jobs.get(id);
    const asked = canonicalJson(order);
    if (known !== undefined && known.asked !== asked) throw new LedgerError('KEY_REUSED');
    if (known !== undefined) return jobOf(known);
    const waiting = [...this.jobs.values()].filter(isUnfinished).length;
    if (waiting >= mostWaiting) throw new LedgerError('JOBS_WAITING', 'ask again later');
    const job: Job = { id, owner, asked, work: new BundleWork(this.ending.signal) };
    this.jobs.set(id, job);
    this.last = this.last.then(() => this.run(job, order));
    return jobOf(job);
  }

  /** How far it is, or the file. Throws `JOB_UNKNOWN`, also to others than its owner. */
  result(id: string, owner: string): BundleJob | MadeBundle {
    const job = this.jobs.get(id);
    if (job?.owner !== owner) throw new LedgerError('JOB_UNKNOWN');
    return job.made ?? jobOf(job);
  }

  async onApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.last;
    for (const { made } of this.jobs.values()) await made?.file.close();
  }

  private async run(job: Job, order: BundleOrder): Promise<void> {
    try {
      job.made = await this.maker.make(order, job.work);
    } catch (error) {
      job.failure = error instanceof LedgerError ? error : new LedgerError('INTERNAL', [], { cause: error });
      if (!this.ending.signal.aborted) this.logger.error(error instanceof Error ? error.stack : String(error));
    }
    const finished = [...this.jobs.values()].filter((one) => !isUnfinished(one));
    for (const { id, made } of finished.slice(0, -kept)) {
      this.jobs.delete(id);
      await made?.file.close();
    }
  }
}

const isUnfinished = ({ made, failure }: Job): boolean => made === undefined && failure === undefined;

function jobOf(job: Job): BundleJob {
  const { id, work, failure } = job;
  if (isUnfinished(job)) return { id, state: 'working', progress: work.progress };
  if (failure === undefined) return { id, state: 'done' };
  const reason = failure.details.map((detail) => detail.reason).join('; ');
  return { id, state: 'failed', code: failure.code, ...(reason !== '' && { reason }) };
}
