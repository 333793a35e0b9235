import { Injectable } from '@nestjs/common';

import { foldReport, generateReport, reportSpans, reportStream, zurichDay } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { Clock, LedgerError } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import { type Plan, type Registered, Registrar } from '../registrar.js';
import { type ReportOrder, reportOf } from './report-order.js';
import { ReportingClient } from './reporting-client.js';

/** Has drafts of reports made, and records what they were made from. The service that makes them writes nothing. */
@Injectable()
export class ReportDrafts {
  constructor(
    private readonly registrar: Registrar,
    private readonly reporting: ReportingClient,
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  make(command: CommandRequest, order: ReportOrder): Promise<Registered> {
    const report = reportOf(order);
    reportSpans(report);
    return this.registrar.register(command, {
      type: 'ReportGenerated',
      data: order,
      plan: () => this.plan(report, order.position),
    });
  }

  private async plan(report: string, asked: number | undefined): Promise<Plan<ReportOrder>> {
    const stream = reportStream(report);
    const position = asked ?? (await this.store.size()) - 1;
    if (position >= (await this.store.size()))
      throw new LedgerError('POSITION_UNKNOWN', { path: 'position', reason: 'nothing is recorded there yet' });
    const draft = await this.reporting.draft(report, { position, on: zurichDay(this.clock.now()) });
    return {
      streams: [stream],
      sealedUnder: [],
      decide: (_, facts) => generateReport(draft, { ...facts, report }, foldReport(facts.events(stream))),
    };
  }
}
