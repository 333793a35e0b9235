import { Injectable } from '@nestjs/common';

import { EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { LedgerError, type RecordedEvent } from '#libs/ledger';

import type { Moment } from './http/query.js';
import { type AsOf, ViewsReader } from './views/views-reader.js';

/** Moments of the ledger's history, and one stream's events as they were then. */
@Injectable()
export class History {
  constructor(
    private readonly views: ViewsReader,
    private readonly store: EventStore,
  ) {}

  /** The position and time a moment means. Throws POSITION_UNKNOWN for one before the first or after the last event. */
  async at(moment: Moment): Promise<AsOf> {
    const place = await this.place(moment);
    if (place !== undefined) return place;
    if (moment === 'latest') throw new LedgerError('NOT_READY', 'nothing is recorded yet');
    if ('position' in moment) throw new LedgerError('POSITION_UNKNOWN', 'nothing stands there yet');
    const first = await this.views.at(0);
    const begins = first === undefined ? '' : `: this ledger begins on ${first.time.slice(0, 10)}`;
    throw new LedgerError('POSITION_UNKNOWN', `nothing was recorded by then${begins}`);
  }

  /** The events of a stream up to a position, clear fields only. */
  async stream(name: string, { position }: AsOf): Promise<readonly RecordedEvent[]> {
    const entries = (await wholeStream(this.store, name)).filter((entry) => entry.position <= position);
    return entries.map((entry) => recordedEvent(entry.position, entry.payload));
  }

  private place(moment: Moment): Promise<AsOf | undefined> {
    if (moment === 'latest') return this.views.latest();
    return 'position' in moment ? this.views.at(moment.position) : this.views.upTo(moment.instant);
  }
}
