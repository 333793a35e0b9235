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
    this.worker.on('error', (error) => this.next()?.reject(error));
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

  private next(): Waiting | undefined {
    const first = this.waiting.shift();
    if (this.waiting.length === 0) this.worker.unref();
    return first;
  }
}

const threads: SignatureThread[] = [];

/** Of each signature, in their order, whether it fits. There are as many threads as processors, begun when they are first needed. */
export function verifyOnThread(packed: PackedSignatures): Promise<readonly boolean[]> {
  const idle = threads.find(({ length }) => length === 0);
  if (idle === undefined && threads.length < availableParallelism()) threads.push(new SignatureThread());
  const chosen = idle ?? threads.reduce((a, b) => (b.length < a.length ? b : a));
  return chosen.verify(packed);
}
