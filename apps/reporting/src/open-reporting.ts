import type { DynamicModule } from '@nestjs/common';

import { EventStore } from '#libs/event-store';
import { Clock } from '#libs/ledger';
import { described } from '#libs/service';

import { description } from './described-routes.js';
import { LedgerHistory } from './ledger-history.js';
import { Moments } from './moments.js';
import { ReportsReadController } from './http/reports-read.controller.js';
import { StatisticsController } from './http/statistics.controller.js';
import { Readers } from './readers.js';
import { ReportMaker } from './report-maker.js';
import { digestsOfSources, SourceDigests } from './source-digests.js';

/** What reporting needs of the process it runs in; the event store stays its owner's to close. */
export interface ReportingParts {
  readonly store: EventStore;
  /** Says which days are over. */
  readonly clock: Clock;
}

export interface OpenedReporting {
  readonly module: DynamicModule;
  readonly history: LedgerHistory;
}

/** The service that makes reports and figures. It follows the ledger from the moment the module's application starts. */
export async function reportingModule({ store, clock }: ReportingParts): Promise<OpenedReporting> {
  const history = new LedgerHistory(store);
  const module: DynamicModule = {
    module: ReportingModule,
    controllers: described([ReportsReadController, StatisticsController], description),
    providers: [
      { provide: EventStore, useValue: store },
      { provide: LedgerHistory, useValue: history },
      { provide: SourceDigests, useValue: await digestsOfSources() },
      { provide: Clock, useValue: clock },
      ...[Moments, Readers, ReportMaker],
    ],
  };
  return { module, history };
}

class ReportingModule {}
