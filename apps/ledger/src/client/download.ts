import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

import { LedgerError } from '#libs/ledger';

import { usage } from '../terminal/failure.js';

/**
 * Writes a file of the ledger, whole or not at all: not when the connection breaks, the digest it was sent with (RFC 9530) is another one,
 * or the person asks to end. Gives the number of bytes; `at` is told how many have come, of how many.
 */
export async function writeWhole(
  out: string,
  answer: Response,
  at: (done: number, total: number) => void,
): Promise<number> {
  const part = `${out}.${process.pid}.part`;
  const ending = new AbortController();
  const end = (): void => ending.abort();
  for (const signal of asked) process.once(signal, end);
  try {
    const bytes = await write({ part, out, signal: ending.signal }, answer, at);
    await rename(part, out).catch(() => refuse(out));
    return bytes;
  } finally {
    for (const signal of asked) process.off(signal, end);
    await rm(part, { force: true });
  }
}

const asked = ['SIGINT', 'SIGTERM'] as const;

interface Target {
  readonly part: string;
  readonly out: string;
  readonly signal: AbortSignal;
}

async function write(
  { part, out, signal }: Target,
  answer: Response,
  at: (done: number, total: number) => void,
): Promise<number> {
  const total = Number(answer.headers.get('content-length') ?? 0);
  const file = await open(part, 'w').catch(() => refuse(out));
  const digest = createHash('sha256');
  let done = 0;
  try {
    for await (const piece of pieces(answer)) {
      digest.update(piece);
      await file.write(piece).catch(() => refuse(out));
      if (signal.aborted) throw broken('it was stopped before its end; nothing was written');
      done += piece.length;
      at(done, total);
    }
  } finally {
    await file.close();
  }
  const told = /sha-256=:([^:]+):/.exec(answer.headers.get('repr-digest') ?? '')?.[1];
  if (told !== undefined && told !== digest.digest('base64')) throw broken('what came is not what was sent');
  return done;
}

async function* pieces({ body }: Response): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) yield piece;
  } catch (cause) {
    throw broken('the connection broke', cause);
  }
}

const broken = (reason: string, cause?: unknown): LedgerError =>
  new LedgerError('LEDGER_UNREACHABLE', reason, { cause });

function refuse(out: string): never {
  throw usage(`${out}: it cannot be written`);
}
