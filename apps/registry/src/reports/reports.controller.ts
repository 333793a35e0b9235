import { Body, Controller, Param, Post } from '@nestjs/common';

import {
  assignSymbol,
  generateReport,
  ReportGenerated,
  ReportSubmitted,
  submitReport,
  SymbolAssigned,
} from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import type { Registered } from '../registrar.js';
import { Reports } from './reports.js';

/** What becomes of a report, such as `HRC60-communications`: its drafts, which of them was handed in, its symbol. */
@Controller('v1/reports/:report')
export class ReportsController {
  constructor(private readonly reports: Reports) {}

  @Post('drafts')
  generate(
    @Command() command: CommandRequest,
    @Param('report') report: string,
    @Body() data: ReportGenerated,
  ): Promise<Registered> {
    return this.reports.record(command, report, { type: 'ReportGenerated', data, decide: generateReport });
  }

  @Post('submission')
  submit(
    @Command() command: CommandRequest,
    @Param('report') report: string,
    @Body() data: ReportSubmitted,
  ): Promise<Registered> {
    return this.reports.record(command, report, { type: 'ReportSubmitted', data, decide: submitReport });
  }

  @Post('symbol')
  assign(
    @Command() command: CommandRequest,
    @Param('report') report: string,
    @Body() data: SymbolAssigned,
  ): Promise<Registered> {
    return this.reports.record(command, report, { type: 'SymbolAssigned', data, decide: assignSymbol });
  }
}
