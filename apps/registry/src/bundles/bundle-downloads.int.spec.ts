import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';

import { SystemEntropy } from '#libs/keyring';

import { BundleDownloads, type DownloadLimits } from './bundle-downloads.js';
import { type Spool, Spools } from './spool.js';

const folder = mkdtempSync(join(tmpdir(), 'downloads-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** More than the sockets between two processes take in by themselves. */
const size = 48 * 2 ** 20;

/** Whether the bytes are gone: of a file that somebody still reads, others can read, too. */
async function isGone(file: Spool): Promise<boolean> {
  const reading = file.pieces(0, 1);
  return reading.next().then(
    () => reading.return(undefined).then(() => false),
    () => true,
  );
}

async function untilGone(file: Spool): Promise<boolean> {
  for (let n = 0; n < 300; n++) {
    if (await isGone(file)) return true;
    await pause(100);
  }
  return false;
}

describe('a bundle that is fetched', () => {
  let server: FastifyInstance;
  let file: Spool;
  let port: number;
  const patient = { idle: 60_000, leastBytesPerSecond: 16, grace: 60_000, atOnce: 2 };

  beforeAll(async () => {
    server = fastify({ forceCloseConnections: true });
    const served = (path: string, limits: Partial<DownloadLimits>): void => {
      const downloads = new BundleDownloads({ ...patient, ...limits });
      server.get(path, (_, reply) => reply.header('content-length', size).send(downloads.begin(file)));
    };
    served('/', { idle: 500 });
    served('/soon', { leastBytesPerSecond: size, grace: 500 });
    served('/let-go', { grace: 500 });
    await server.listen({ port: 0, host: '127.0.0.1' });
    port = (server.server.address() as AddressInfo).port;
  });
  afterAll(() => server.close());

  beforeEach(async () => {
    file = await new Spools(folder, new SystemEntropy()).open();
    const part = new Uint8Array(2 ** 20).fill(7);
    for (let at = 0; at < size; at += part.length) await file.write(part);
    await file.end();
  });
  afterEach(() => file.close());

  /** Asks for the file and takes its beginning, and then nothing. */
  const stalled = async (path = '/'): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET ${path} HTTP/1.1\r\nhost: here\r\n\r\n`);
    await once(socket, 'readable');
    return socket;
  };

  /** Takes a little now and then, so that it is never idle, until the other side ends it. Gives how much it had. */
  const trickled = async (socket: Socket): Promise<number> => {
    const isOver = once(
      socket.on('error', () => undefined),
      'close',
    ).then(() => true);
    let taken = 0;
    for (let over = false; !over; over = await Promise.race([isOver, pause(20, false)]))
      taken += ((socket.read(64 * 1024) ?? socket.read()) as Buffer | null)?.length ?? 0;
    return taken;
  };

  it('is closed when whoever fetches it takes nothing for too long, so that the disk has its room again', async () => {
    const socket = await stalled();
    await file.close();
    expect(await isGone(file)).toBe(false);
    expect(await untilGone(file)).toBe(true);
    const ended = once(socket, 'close');
    let taken = 0;
    socket.on('data', (part: Buffer) => (taken += part.length)).on('error', () => undefined);
    await ended;
    expect(taken).toBeLessThan(size);
  });

  it('comes whole to whoever takes a part of it now and then and is not too slow in all', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    let taken = 0;
    let pauses = 12;
    for await (const part of answer.body ?? []) {
      taken += (part as Uint8Array).length;
      if (taken > (13 - pauses) * 2 ** 21 && pauses-- > 0) await pause(100);
    }
    expect(taken).toBe(size);
  });

  it('is closed to whoever takes it drop by drop, never idle and never done', async () => {
    expect(await trickled(await stalled('/soon'))).toBeLessThan(size);
    await file.close();
    expect(await untilGone(file)).toBe(true);
  });

  it('is closed soon to whoever still takes it once it is let go of', async () => {
    const socket = await stalled('/let-go');
    const taking = trickled(socket);
    expect(await isGone(file)).toBe(false);
    const began = performance.now();
    await file.close();
    expect(await untilGone(file)).toBe(true);
    expect(performance.now() - began).toBeGreaterThan(400);
    expect(await taking).toBeLessThan(size);
  });

  it('is sent to a few at the same time, and to the next one when one of them has it', async () => {
    const sockets = [await stalled(), await stalled()];
    const refused = await fetch(`http://127.0.0.1:${port}/`);
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([500, 'JOBS_WAITING']);
    for (const socket of sockets) socket.destroy();
    for (let n = 0; ; n++) {
      const answer = await fetch(`http://127.0.0.1:${port}/`);
      const { byteLength } = await answer.arrayBuffer();
      if (answer.status === 200) {
        expect(byteLength).toBe(size);
        break;
      }
      expect(n).toBeLessThan(300);
      await pause(100);
    }
  });
});
