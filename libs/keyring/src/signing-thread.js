import { sign } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

/*
 * A thread that signs: texts one behind the other come in, their signatures in the same order go out. It is JavaScript, because a thread
 * is started from a file that Node itself can run, in tests too.
 */
parentPort.on('message', ({ bytes, ends }) => {
  const signatures = new Uint8Array(64 * ends.length);
  let start = 0;
  ends.forEach((end, i) => {
    signatures.set(sign(null, bytes.subarray(start, end), workerData), 64 * i);
    start = end;
  });
  parentPort.postMessage(signatures, [signatures.buffer]);
});
