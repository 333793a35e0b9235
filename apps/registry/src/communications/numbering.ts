import { Injectable } from '@nestjs/common';

import type { ReferenceKey } from '#libs/domain';
import { LedgerError } from '#libs/ledger';

import { LedgerIndex } from '../ledger-index.js';
import { OneAtATime } from '../one-at-a-time.js';

/** How often another registry may be faster before the caller is told to come again. */
const tries = 50;

/**
 * Gives letters the next number of their addressee and year. The number is a candidate only: the append decides whether it is still free,
 * and where another registry was faster the next one is tried, so that no number is taken twice and none is left out.
 */
@Injectable()
export class Numbering {
  private readonly turns = new OneAtATime();

  constructor(private readonly index: LedgerIndex) {}

  /** `act` must throw `LETTER_ALREADY_SENT` or `LETTER_VOID` for a number that is taken. */
  withNext<T>(code: string, year: number, act: (reference: ReferenceKey) => Promise<T>): Promise<T> {
    return this.turns.take(`${code} ${year}`, async () => {
      for (let i = 0; i < tries; i++) {
        await this.index.upToDate();
        try {
          return await act({ code, serial: this.index.nextSerial(code, year), year });
        } catch (error) {
          if (!isTaken(error)) throw error;
        }
      }
      throw new LedgerError('STORE_UNAVAILABLE', 'numbers are taken faster than one can be found');
    });
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof LedgerError && (error.code === 'LETTER_ALREADY_SENT' || error.code === 'LETTER_VOID');
