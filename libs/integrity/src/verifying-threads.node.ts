import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SignedBatch } from './signed-batch.js';

/** What one thread that reads statements can keep busy. */
const mostThreads = 4;
const program = new URL('./verifying-thread.node.js', import.meta.url);

/** Verifies a batch where no thread does. */
export type VerifyHere = (batch: SignedBatch) => Promise<readonly boolean[]>;

/**
 * Threads that verify signatures batch by batch. They start when they are first asked and end with the process; what one that died has
 * not answered is verified here.
 */
export class VerifyingThreads {
  private threads: readonly VerifyingThread[] | undefined;

  constructor(private readonly verifyHere: VerifyHere) {}

  verify(batch: SignedBatch): Promise<readonly boolean[]> {
    const living = this.started().filter(({ isDead }) => !isDead);
    const [thread] = living.sort((a, b) => a.load - b.load);
    return thread === undefined ? this.verifyHere(batch) : thread.verify(batch);
  }

  /** Ends the threads; what they have not answered is verified here, and so is everything later. */
  async end(): Promise<void> {
    await Promise.all((this.threads ??= []).map((thread) => thread.end()));
  }

  private started(): readonly VerifyingThread[] {
    const count = Math.min(availableParallelism(), mostThreads);
    return (this.threads ??= Array.from({ length: count }, () => new VerifyingThread(this.verifyHere)));
  }
}

interface Asked {
  readonly batch: SignedBatch;
  readonly resolve: (verdicts: readonly boolean[] | Promise<readonly boolean[]>) => void;
}

class VerifyingThread {
  /** In the order in which they are answered. */
  private readonly asked: Asked[] = [];
  private readonly worker = new Worker(program, { env: {}, execArgv: [] });
  isDead = false;

  constructor(private readonly verifyHere: VerifyHere) {
    this.worker.on('message', (verdicts: Uint8Array) => this.answer(verdicts));
    // An error ends the thread, and nothing is lost by its end.
    this.worker.on('error', () => (this.isDead = true));
    this.worker.on('exit', () => this.bury());
    this.worker.unref();
  }

  /** How many batches wait for it. */
  get load(): number {
    return this.asked.length;
  }

  verify(batch: SignedBatch): Promise<readonly boolean[]> {
    return new Promise((resolve) => {
      // Whoever waits for an answer keeps the process alive, and nobody else.
      if (this.asked.length === 0) this.worker.ref();
      this.asked.push({ batch, resolve });
      this.worker.postMessage(batch);
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private answer(verdicts: Uint8Array): void {
    this.asked.shift()?.resolve(Array.from(verdicts, (verdict) => verdict === 1));
    if (this.asked.length === 0) this.worker.unref();
  }

  private bury(): void {
    this.isDead = true;
    for (const { batch, resolve } of this.asked.splice(0)) resolve(this.verifyHere(batch));
  }
}
