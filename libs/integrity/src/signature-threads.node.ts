import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { PackedSignatures } from './signature-thread.node.js';

interface Waiting {
  resolve(fits: readonly boolean[]): void;
  reject(error: Error): void;
}

/** A thread that does nothing but verify; it keeps the process alive only while it does. */
class SignatureThread {
  private readonly waiting: Waiting[] = [];
  private readonly worker = new Worker(new URL(import.meta.resolve('#signature-thread')));

  constructor() {
    this.worker.unref();
    this.worker.on('message', (fits: readonly boolean[]) => this.next()?.resolve(fits));
    this.worker.on('error', (error) => this.end(error));
  }

  get length(): number {
    return this.waiting.length;
  }

  verify(packed: PackedSignatures): Promise<readonly boolean[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.ref();
      this.worker.postMessage(packed);
    });
  }

  /** It answers nothing more: another takes its place. */
  private end(error: Error): void {
    threads.splice(threads.indexOf(this), 1);
    for (const one of this.waiting.splice(0)) one.reject(error);
  }

  private next(): Waiting | undefined {
    const first = this.waiting.shift();
    if (this.waiting.length === 0) this.worker.unref();
    return first;
  }
}

const threads: SignatureThread[] = [];

/**
 * Whoever reads verifies as well, on the processor that is left. Reading a statement takes a fourth of the time of its signature: no more
 * threads are kept busy.
 */
const mostThreads = Math.max(1, Math.min(availableParallelism() - 1, 4));

/**
 * Of each signature, in their order, whether it fits. There are fewer threads than processors, begun when they are first needed. Rejects
 * when the thread ended, or none could be begun: then nothing was judged.
 */
export async function verifyOnThread(packed: PackedSignatures): Promise<readonly boolean[]> {
  const idle = threads.find(({ length }) => length === 0);
  if (idle === undefined && threads.length < mostThreads) threads.push(new SignatureThread());
  const chosen = idle ?? threads.reduce((a, b) => (b.length < a.length ? b : a));
  return chosen.verify(packed);
}
