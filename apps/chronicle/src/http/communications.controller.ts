import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';

import { handlingStreamOf, zurichDay } from '#libs/domain';
import { Clock, LedgerError } from '#libs/ledger';
import { communicationKey } from '#libs/projections';
import { Caller, type Identity } from '#libs/service';

import { History } from '../history.js';
import { ViewsReader } from '../views/views-reader.js';
import { type CommunicationView, communicationView } from './communication-view.js';
import { LevelGuard } from './level-guard.js';
import { momentQuery, type RawQuery } from './query.js';
import { sightOf } from './readers.js';

interface LetterPath {
  readonly code: string;
  readonly serial: string;
  readonly year: string;
}

/** One letter's page. */
@Controller('v1/communications')
@UseGuards(LevelGuard)
export class CommunicationsReadController {
  constructor(
    private readonly history: History,
    private readonly views: ViewsReader,
    private readonly clock: Clock,
  ) {}

  /** A letter that the caller may not see is as unknown as one that was never sent. */
  @Get(':code/:serial/:year')
  async one(
    @Param() { code, serial, year }: LetterPath,
    @Query() query: RawQuery,
    @Caller() caller: Identity,
  ): Promise<CommunicationView> {
    const moment = momentQuery(query);
    const stream = `communication-${code}-${serial}-${year}`;
    const [key, sight] = [communicationKey(stream), sightOf(caller)];
    if (key === undefined || !(await this.views.sees(stream, sight))) throw new LedgerError('LETTER_NOT_SENT');
    const asOf = await this.history.at(moment);
    const events = await this.history.stream(stream, asOf);
    if (events.length === 0) throw new LedgerError('LETTER_NOT_SENT', 'not yet at that position');
    const handling = sight === 'everything' ? await this.history.stream(handlingStreamOf(key), asOf) : undefined;
    return communicationView({ code, stream, asOf, day: zurichDay(this.clock.now()), events, handling });
  }
}
