import { Body, Controller, Param, Post } from '@nestjs/common';

import { assignSymbol, ReportSubmitted, submitReport, SymbolAssigned } from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import type { Registered } from '../registrar.js';
import { ReportDrafts } from './report-drafts.js';
import { ReportOrder } from './report-order.js';
import { Reports } from './reports.js';

/** A report in the making, such as `HRC60-communications`: its drafts, which of them was handed in, its symbol. */
@Controller('v1/reports')
export class ReportsController {
  constructor(
    private readonly reports: Reports,
    private readonly drafts: ReportDrafts,
  ) {}

  /** Makes a draft of a report and records it: of what it was made, and the digest of each rendition. */
  @Post()
  make(@Command() command: CommandRequest, @Body() order: ReportOrder): Promise<Registered> {
    return this.drafts.make(command, order);
  }

  /** Records which draft of a report was handed in. */
  @Post(':report/submission')
  submit(
    @Command() command: CommandRequest,
    @Param('report') report: string,
    @Body() data: ReportSubmitted,
  ): Promise<Registered> {
    return this.reports.record(command, report, { type: 'ReportSubmitted', data, decide: submitReport });
  }

  /** Records the document symbol that a report was given. */
  @Post(':report/symbol')
  assign(
    @Command() command: CommandRequest,
    @Param('report') report: string,
    @Body() data: SymbolAssigned,
  ): Promise<Registered> {
    return this.reports.record(command, report, { type: 'SymbolAssigned', data, decide: assignSymbol });
  }
}
