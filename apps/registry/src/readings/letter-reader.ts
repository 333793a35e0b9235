import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { type ErrorDetail, LedgerError } from '#libs/ledger';
import type { Reading } from '#libs/letters';

import { FairTurns } from './fair-turns.js';

/** Media types of a letter's file. */
export const letterMediaTypes = ['text/plain', 'application/pdf'] as const;
export type LetterMediaType = (typeof letterMediaTypes)[number];

export interface ReadText {
  readonly text: string;
  readonly reading: Reading;
}

/** Why a letter cannot be read. */
interface Refusal {
  readonly code:
    | 'LETTER_UNREADABLE'
    | 'LETTER_WITHOUT_REFERENCE'
    | 'LETTER_WITHOUT_DATE'
    | 'REFERENCE_INVALID'
    | 'ADDRESSEE_UNKNOWN'
    | 'DATE_INVALID';
  readonly details: readonly ErrorDetail[];
}

const program = fileURLToPath(new URL('./reading-process.js', import.meta.url));
/** Milliseconds, however little of them it could work; it limits its own work and memory. */
const longest = 60_000;
/** Bytes that it may say: no text that is accepted leads to as many. */
const mostSaid = 32 * 1024 * 1024;

/**
 * Reads letters in processes of their own, because whoever sends a file may have made it so that reading it takes for ever or all memory:
 * the only writer must not wait for that. A process gets nothing but the file.
 */
@Injectable()
export class LetterReader implements OnApplicationShutdown {
  private readonly running = new Set<ChildProcess>();
  private readonly turns = new FairTurns();

  /** Throws as `readLetter` and `pdfText` do, `LETTER_UNREADABLE` when it takes too much, `READINGS_WAITING` when too many wait. */
  read(bytes: Uint8Array, mediaType: LetterMediaType, owner: string): Promise<ReadText> {
    return this.turns.take(owner, async () => readIn(await this.said(bytes, mediaType)));
  }

  onApplicationShutdown(): void {
    for (const child of this.running) child.kill('SIGKILL');
  }

  /** What the process says before it ends; nothing when it was ended. */
  private said(bytes: Uint8Array, mediaType: LetterMediaType): Promise<string> {
    const child = spawn(process.execPath, ['--max-old-space-size=256', program, mediaType], {
      ...{ env: {}, stdio: ['pipe', 'pipe', 'ignore'], timeout: longest, killSignal: 'SIGKILL' },
    });
    this.running.add(child);
    return new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      let size = 0;
      child.stdout?.on('data', (part: Buffer) => {
        size += part.length;
        if (size > mostSaid) child.kill('SIGKILL');
        else parts.push(part);
      });
      child.once('error', (cause) => reject(new LedgerError('INTERNAL', 'no process could be started', { cause })));
      child.once('close', (code) => {
        this.running.delete(child);
        resolve(code === 0 ? Buffer.concat(parts).toString('utf8') : '');
      });
      // A process that has ended takes nothing more; that it has is told by its end.
      child.stdin?.on('error', () => undefined).end(bytes);
    });
  }
}

function readIn(said: string): ReadText {
  if (said === '')
    throw new LedgerError('LETTER_UNREADABLE', 'reading it takes more time or memory than any letter does');
  const answer = JSON.parse(said) as ReadText | Refusal;
  if ('code' in answer) throw new LedgerError(answer.code, answer.details);
  return answer;
}
