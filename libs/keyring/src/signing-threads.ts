import { type KeyObject, sign } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** A text whose signature somebody waits for. */
export interface Unsigned {
  readonly bytes: Uint8Array;
  readonly resolve: (signature: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

const program = new URL('./signing-thread.js', import.meta.url);
const signatureBytes = 64;
/** More threads than this would sign faster than one writer has something to sign. */
const mostThreads = 2;
/** So many texts go to a thread while more are being made: enough that their message costs little, few enough that it begins early. */
const enough = 8;

/**
 * Signs what is wanted, on threads where that pays. A message to a thread and back costs about what one signature costs, however many texts
 * are in it: what is wanted by code that runs to its end is sent together, and one text alone is signed here at once. Threads
 * start when they are first needed and end with the process; what one that died has not signed is signed here.
 */
export class SigningThreads {
  private threads: readonly SigningThread[] | undefined;
  private waiting: Unsigned[] = [];

  constructor(private readonly key: KeyObject) {}

  sign(text: Unsigned): void {
    this.waiting.push(text);
    if (this.waiting.length === 1) queueMicrotask(() => this.send());
    else if (this.waiting.length === enough) this.send();
  }

  /** Ends the threads; what they have not signed is signed here, and so is everything later. */
  async end(): Promise<void> {
    await Promise.all((this.threads ??= []).map((thread) => thread.end()));
  }

  private send(): void {
    const texts = this.waiting.splice(0);
    const living = texts.length < 2 ? [] : this.started().filter(({ isDead }) => !isDead);
    const [thread] = living.sort((a, b) => a.load - b.load);
    if (thread === undefined) signHere(texts, this.key);
    else thread.sign(texts);
  }

  private started(): readonly SigningThread[] {
    const count = Math.min(availableParallelism(), mostThreads);
    // Without a second processor a thread would only add its messages.
    return (this.threads ??= Array.from({ length: count > 1 ? count : 0 }, () => new SigningThread(this.key)));
  }
}

class SigningThread {
  /** In the order in which their signatures come back. */
  private readonly sent: (readonly Unsigned[])[] = [];
  private readonly worker: Worker;
  /** How many texts wait for it. */
  load = 0;
  isDead = false;

  constructor(private readonly key: KeyObject) {
    this.worker = new Worker(program, { workerData: key, env: {}, execArgv: [] });
    this.worker.on('message', (signatures: Uint8Array) => this.answer(signatures));
    // An error ends the thread, and nothing is lost by its end.
    this.worker.on('error', () => (this.isDead = true));
    this.worker.on('exit', () => this.bury());
    this.worker.unref();
  }

  sign(texts: readonly Unsigned[]): void {
    const ends = new Uint32Array(texts.length);
    let length = 0;
    for (const [i, { bytes }] of texts.entries()) ends[i] = length += bytes.length;
    const bytes = new Uint8Array(length);
    for (const [i, text] of texts.entries()) bytes.set(text.bytes, (ends[i] ?? 0) - text.bytes.length);
    // Whoever waits for a signature keeps the process alive, and nobody else.
    if (this.sent.length === 0) this.worker.ref();
    this.sent.push(texts);
    this.load += texts.length;
    this.worker.postMessage({ bytes, ends }, [bytes.buffer, ends.buffer]);
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private answer(signatures: Uint8Array): void {
    const texts = this.sent.shift() ?? [];
    this.load -= texts.length;
    if (this.sent.length === 0) this.worker.unref();
    for (const [i, { resolve }] of texts.entries())
      resolve(signatures.subarray(i * signatureBytes, (i + 1) * signatureBytes));
  }

  private bury(): void {
    this.isDead = true;
    for (const texts of this.sent.splice(0)) signHere(texts, this.key);
  }
}

function signHere(texts: readonly Unsigned[], key: KeyObject): void {
  for (const { bytes, resolve, reject } of texts)
    try {
      resolve(sign(null, bytes, key));
    } catch (error) {
      reject(error);
    }
}
