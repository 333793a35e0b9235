import { Injectable } from '@nestjs/common';

import { addDays, endOfZurichDay, zurichDay } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { Clock, LedgerError } from '#libs/ledger';
import type { AsAt } from '#libs/projections';

import { LedgerHistory } from './ledger-history.js';

/** How long a request waits for what is recorded to be taken in, in milliseconds. */
const patience = 5000;

/** Which moment of the ledger is meant: a position, the end of what was recorded by an instant or on a day in Zurich, or the latest. */
export type Moment = { readonly position: number } | { readonly instant: string } | { readonly day: string } | 'latest';

/** Finds places in the ledger. Throws POSITION_UNKNOWN for one before the first or after the last event, NOT_READY while catching up. */
@Injectable()
export class Moments {
  constructor(
    private readonly history: LedgerHistory,
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async at(moment: Moment): Promise<AsAt> {
    const position = await this.positionOf(moment);
    await this.history.reach(position, patience);
    return { position, time: await this.timeAt(position) };
  }

  private async positionOf(moment: Moment): Promise<number> {
    if (moment !== 'latest' && 'position' in moment) return moment.position;
    const size = await this.store.size();
    const position = moment === 'latest' ? size - 1 : await this.lastBy(this.instantOf(moment), size);
    if (position < 0) throw await this.tooEarly(size);
    return position;
  }

  private async tooEarly(size: number): Promise<LedgerError> {
    const begins = size === 0 ? '' : `: this ledger begins on ${(await this.timeAt(0)).slice(0, 10)}`;
    return new LedgerError('POSITION_UNKNOWN', { path: 'asOf', reason: `nothing was recorded by then${begins}` });
  }

  /** The last position recorded before a day began in Zurich; -1 when there is none. */
  async lastBefore(day: string): Promise<number> {
    return this.lastBy(lastOf(addDays(day, -1)), await this.store.size());
  }

  /** All that is recorded was recorded by the end of today and of any later day. */
  private instantOf(moment: { readonly instant: string } | { readonly day: string }): string {
    if ('instant' in moment) return moment.instant;
    const today = zurichDay(this.clock.now());
    return lastOf(moment.day < today ? moment.day : today);
  }

  /** Times never go back from one position to the next, so that the last one by an instant is found by halving. */
  private async lastBy(instant: string, size: number): Promise<number> {
    let [low, high] = [0, size];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((await this.timeAt(middle)) <= instant) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  private async timeAt(position: number): Promise<string> {
    const [entry] = await this.store.read(position, 1);
    if (entry === undefined)
      throw new LedgerError('POSITION_UNKNOWN', { path: 'position', reason: 'nothing stands there' });
    return recordedEvent(position, entry.payload).time;
  }
}

/** The last millisecond of a day in Zurich. */
const lastOf = (day: string): string => new Date(endOfZurichDay(day) - 1).toISOString();
