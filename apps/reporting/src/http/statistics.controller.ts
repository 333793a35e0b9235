import { Controller, Get } from '@nestjs/common';

import { type StatisticsReport, statisticsReport } from '#libs/projections';
import { Asked, Caller, type Given, type Identity } from '#libs/service';

import { LedgerHistory } from '../ledger-history.js';
import { Readers, readsAll } from '../readers.js';
import { momentQuery, statisticsParameters, yearQuery } from './query.js';

/** The figures of a year. */
@Controller('v1/statistics')
export class StatisticsController {
  constructor(
    private readonly readers: Readers,
    private readonly history: LedgerHistory,
  ) {}

  /** Each figure with its definition and the letters behind it; everyone gets the numbers, and of the letters those that are published. */
  @Get()
  async year(@Asked(statisticsParameters) query: Given, @Caller() caller: Identity): Promise<StatisticsReport> {
    const year = yearQuery(query);
    const asAt = await this.readers.placeFor(caller, momentQuery(query));
    const listed = readsAll(caller) ? 'all' : 'published';
    return statisticsReport(this.history.upTo(asAt.position), { year, asAt, listed });
  }
}
