import { createPublicKey, verify } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

const signatureBytes = 64;
let last = { x: '', key: undefined };

/*
 * A thread that verifies: a batch of signed texts comes in, for each a 1 or a 0 goes out. It is JavaScript, because a thread is started
 * from a file that Node itself can run, in tests too.
 */
parentPort.on('message', ({ publicKey, bytes, ends }) => {
  const x = Buffer.from(publicKey).toString('base64url');
  if (x !== last.x) last = { x, key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }) };
  let start = 0;
  const verdicts = Uint8Array.from(ends, (end) => {
    const text = start + signatureBytes;
    const isSigned = verify(null, bytes.subarray(text, end), last.key, bytes.subarray(start, text));
    start = end;
    return isSigned ? 1 : 0;
  });
  parentPort.postMessage(verdicts, [verdicts.buffer]);
});
