import { Injectable, Logger } from '@nestjs/common';

import { canonicalJson, LedgerError } from '#libs/ledger';

import { BundleMaker, type BundleOrder } from './bundle-maker.js';

export interface BundleJob {
  readonly id: string;
  readonly state: 'working' | 'done' | 'failed';
  /** The code of the error, when it failed. */
  readonly code?: string;
}

interface Running extends BundleJob {
  readonly file?: Uint8Array;
  readonly owner: string;
  /** What was asked for, as text. */
  readonly asked: string;
}

/** How many finished bundles are kept for fetching. */
const kept = 20;
/** How many may be asked for and not yet finished; they are made one after the other. */
const mostWaiting = 100;

/** Bundles are made beside the request that asks for them; the file is fetched when it is done. */
@Injectable()
export class BundleJobs {
  private readonly logger = new Logger(BundleJobs.name);
  private readonly jobs = new Map<string, Running>();
  private waiting = 0;
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
    if (this.waiting >= mostWaiting) throw new LedgerError('JOBS_WAITING', 'ask again later');
    const job: Running = { id, owner, asked, state: 'working' };
    this.jobs.set(id, job);
    this.waiting += 1;
    this.last = this.last.then(() => this.run(job, order));
    return jobOf(job);
  }

  /** How far it is, or the file. Throws `JOB_UNKNOWN`, also to others than its owner. */
  result(id: string, owner: string): BundleJob | Uint8Array {
    const job = this.jobs.get(id);
    if (job?.owner !== owner) throw new LedgerError('JOB_UNKNOWN');
    return job.file ?? jobOf(job);
  }

  private async run(job: Running, order: BundleOrder): Promise<void> {
    try {
      this.jobs.set(job.id, { ...job, state: 'done', file: await this.maker.make(order) });
    } catch (error) {
      const code = error instanceof LedgerError ? error.code : 'INTERNAL';
      this.logger.error(error instanceof Error ? (error.stack ?? error.message) : code);
      this.jobs.set(job.id, { ...job, state: 'failed', code });
    } finally {
      this.waiting -= 1;
    }
    const finished = [...this.jobs.values()].filter(({ state }) => state !== 'working');
    for (const { id } of finished.slice(0, -kept)) this.jobs.delete(id);
  }
}

const jobOf = ({ id, state, code }: Running): BundleJob => ({ id, state, ...(code === undefined ? {} : { code }) });
