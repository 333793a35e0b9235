import { Controller, Get, Param, StreamableFile } from '@nestjs/common';

import { parseReportName } from '#libs/domain';
import { LedgerError } from '#libs/ledger';
import { type AsAt, draftsOf, standingDraft } from '#libs/projections';
import { Asked, Caller, type Given, type Identity } from '#libs/service';

import { LedgerHistory } from '../ledger-history.js';
import { type Moment, Moments } from '../moments.js';
import { type Asking, Reader, Readers, readsAll } from '../readers.js';
import { type ReportDigests, ReportMaker } from '../report-maker.js';
import { type ReportFormat, reportFormats } from '../renditions/made-report.js';
import { momentParameters, momentQuery } from './query.js';

const mediaTypes: Readonly<Record<ReportFormat, string>> = {
  json: 'application/json',
  html: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
};

/** Reports as they were made, or would be. */
@Controller('v1/reports')
export class ReportsReadController {
  constructor(
    private readonly maker: ReportMaker,
    private readonly moments: Moments,
    private readonly history: LedgerHistory,
    private readonly readers: Readers,
  ) {}

  /** The draft that stands for a report: the one handed in, else the last; at a moment given, that draft. Staff may ask for any moment. */
  @Get(':file')
  async file(
    @Param('file') file: string,
    @Asked(momentParameters) query: Given,
    @Caller() caller: Identity,
  ): Promise<StreamableFile> {
    const { report, format } = named(file);
    const asAt = await this.placeOf(report, momentQuery(query), caller);
    return new StreamableFile(this.maker.renditions(report, asAt)[format], { type: mediaTypes[format] });
  }

  /** What would be recorded of a draft made at a moment, for staff and the registry: its days, and the digests of what it is made with and of each rendition. */
  @Get(':report/digests')
  async digests(
    @Param('report') report: string,
    @Asked(momentParameters) query: Given,
    @Reader() reader: Asking,
  ): Promise<ReportDigests> {
    parseReportName(report);
    await this.readers.demandAll(reader);
    return this.maker.digests(report, await this.moments.at(momentQuery(query)));
  }

  /** Everyone reads the drafts on record. What else was recorded at a moment, and when, is for those who may read all of it. */
  private async placeOf(report: string, moment: Moment, caller: Identity): Promise<AsAt> {
    const latest = await this.moments.at('latest');
    const drafts = draftsOf(this.history.upTo(latest.position), report);
    const standing = standingDraft(drafts);
    if (moment === 'latest' && standing !== undefined) return this.moments.at({ position: standing.position });
    if (readsAll(caller)) return this.moments.at(moment);
    const asked = moment === 'latest' ? undefined : await this.moments.at(moment);
    if (!drafts.some(({ position }) => position === asked?.position)) throw new LedgerError('REPORT_UNKNOWN', report);
    return asked ?? latest;
  }
}

/** `HRC60-communications.html` in its parts. Throws FORMAT_NOT_OFFERED, and REQUEST_INVALID for a name of no report. */
function named(file: string): { readonly report: string; readonly format: ReportFormat } {
  const dot = file.lastIndexOf('.');
  const report = file.slice(0, dot < 0 ? file.length : dot);
  parseReportName(report);
  const format = reportFormats.find((one) => one === file.slice(dot + 1));
  if (dot < 0 || format === undefined) throw new LedgerError('FORMAT_NOT_OFFERED');
  return { report, format };
}
