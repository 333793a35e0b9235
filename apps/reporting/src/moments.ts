import { Injectable } from '@nestjs/common';

import { EventStore } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';
import type { AsAt } from '#libs/projections';

import { LedgerHistory } from './ledger-history.js';

/** How long a request waits for what is recorded to be taken in, in milliseconds. */
const patience = 5000;

/** Which moment of the ledger is meant: a position, the end of what was recorded by an instant, or the latest. */
export type Moment = { readonly position: number } | { readonly instant: string } | 'latest';

/** Finds places in the ledger. Throws POSITION_UNKNOWN for one before the first or after the last event, NOT_READY while catching up. */
@Injectable()
export class Moments {
  constructor(
    private readonly history: LedgerHistory,
    private readonly store: EventStore,
  ) {}

  async at(moment: Moment): Promise<AsAt> {
    const position = await this.positionOf(moment);
    await this.history.reach(position, patience);
    return { position, time: await this.timeAt(position) };
  }

  private async positionOf(moment: Moment): Promise<number> {
    if (moment !== 'latest' && 'position' in moment) return moment.position;
    const size = await this.store.size();
    const position = moment === 'latest' ? size - 1 : await this.lastBy(moment.instant, size);
    if (position < 0)
      throw new LedgerError('POSITION_UNKNOWN', { path: 'asOf', reason: 'nothing was recorded by then' });
    return position;
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
