import type { Readable } from 'node:stream';

/**
 * Reads a body that nobody needs, up to `most` bytes, and then calls back: when a connection is closed with something unread, its other end
 * may lose the answer.
 */
export function drained(body: Readable, most: number, done: () => void): void {
  let read = 0;
  const finish = (): void => {
    body.off('data', count);
    body.off('end', finish);
    body.off('close', finish);
    done();
  };
  const count = (part: Buffer): void => {
    read += part.length;
    if (read > most) finish();
  };
  body.on('data', count);
  body.once('end', finish);
  body.once('close', finish);
}
