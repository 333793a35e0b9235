import { Injectable } from '@nestjs/common';

import { foldReport, type ReportContext, type ReportState, reportStream } from '#libs/domain';
import type { EventTypeOf, ProposedEvent } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import { type Registered, Registrar } from '../registrar.js';

interface ReportAct<T extends object> {
  readonly type: EventTypeOf<'report'>;
  readonly data: T;
  readonly decide: (data: T, context: ReportContext, state: ReportState) => ProposedEvent[];
}

/** Takes acts on one report to their record. */
@Injectable()
export class Reports {
  constructor(private readonly registrar: Registrar) {}

  async record<T extends object>(command: CommandRequest, report: string, act: ReportAct<T>): Promise<Registered> {
    const stream = reportStream(report);
    return this.registrar.register(command, {
      ...act,
      plan: () => ({
        streams: [stream],
        sealedUnder: [],
        decide: (data, facts) => act.decide(data, { ...facts, report }, foldReport(facts.events(stream))),
      }),
    });
  }
}
