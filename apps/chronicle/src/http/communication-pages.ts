import { Injectable } from '@nestjs/common';

import { handlingStreamOf, zurichDay } from '#libs/domain';
import { Clock, LedgerError } from '#libs/ledger';
import { communicationKey } from '#libs/projections';

import { History } from '../history.js';
import { type Sight, ViewsReader } from '../views/views-reader.js';
import { type CommunicationView, communicationView } from './communication-view.js';
import type { Moment } from './query.js';

/** A letter's address as it stands in a path, unchecked. */
export interface LetterPath {
  readonly code: string;
  readonly serial: string;
  readonly year: string;
}

/** The pages of single letters. */
@Injectable()
export class CommunicationPages {
  constructor(
    private readonly history: History,
    private readonly views: ViewsReader,
    private readonly clock: Clock,
  ) {}

  /** Throws LETTER_NOT_SENT: a letter that the caller may not see is as unknown as one that was never sent. */
  async page({ code, serial, year }: LetterPath, moment: Moment, sight: Sight): Promise<CommunicationView> {
    const stream = `communication-${code}-${serial}-${year}`;
    const key = communicationKey(stream);
    if (key === undefined || !(await this.views.sees(stream, sight))) throw new LedgerError('LETTER_NOT_SENT');
    const asOf = await this.history.at(moment);
    const events = await this.history.stream(stream, asOf);
    if (events.length === 0) throw new LedgerError('LETTER_NOT_SENT', 'not yet at that position');
    const handling = sight === 'everything' ? await this.history.stream(handlingStreamOf(key), asOf) : undefined;
    return communicationView({ code, stream, asOf, day: zurichDay(this.clock.now()), events, handling });
  }
}
