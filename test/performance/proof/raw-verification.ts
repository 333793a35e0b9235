import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

interface Task {
  readonly messageBytes: number;
  readonly seconds: number;
}

/** So many different ones in turn: one that comes again and again is learnt by the processor, and takes some hundredths less than others. */
const signatures = 1024;

/** Ed25519 verifications a second of messages of this length, one thread on each processor, with nothing else to do. */
export async function rawVerification(task: Task): Promise<number> {
  const threads = Array.from({ length: availableParallelism() }, () => inThread(task));
  return (await Promise.all(threads)).reduce((sum, rate) => sum + rate, 0);
}

const inThread = (task: Task): Promise<number> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: task });
    worker.once('message', resolve).once('error', reject);
  });

function rate({ messageBytes, seconds }: Task): number {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const signed = Array.from({ length: signatures }, () => {
    const message = randomBytes(messageBytes);
    return { message, signature: sign(null, message, privateKey) };
  });
  const began = performance.now();
  const end = began + seconds * 1000;
  let count = 0;
  while (performance.now() < end)
    for (const { message, signature } of signed) {
      if (!verify(null, message, publicKey, signature)) throw new Error('a sound signature was not');
      count++;
    }
  return count / ((performance.now() - began) / 1000);
}

if (!isMainThread) parentPort?.postMessage(rate(workerData as Task));
