import { Controller, Get, Param, UseGuards } from '@nestjs/common';

import { Asked, Caller, type Given, type Identity } from '#libs/service';

import { History } from '../history.js';
import type { EventRow } from '../views/page-rows.js';
import { type AsOf, type Sight, ViewsReader } from '../views/views-reader.js';
import { type Addressee, Addressees } from './addressees.js';
import { type AuditLine, auditLine } from './audit-line.js';
import { LevelGuard } from './level-guard.js';
import {
  type Moment,
  momentParameters,
  momentQuery,
  noParameters,
  timelineParameters,
  timelineQuery,
} from './query.js';
import { sightOf } from './readers.js';
import { entryOfRow, type TimelineLine, timelineLines } from './timeline-entry.js';

interface AddresseeList {
  readonly addressees: readonly Addressee[];
}

interface FileView<L> {
  readonly addressee: Addressee;
  readonly asOf: AsOf;
  readonly entries: readonly L[];
}

interface FileRows {
  readonly addressee: Addressee;
  readonly asOf: AsOf;
  readonly rows: readonly EventRow[];
}

/** The addressees, and what happened and was recorded with regard to each. */
@Controller('v1/addressees')
@UseGuards(LevelGuard)
export class AddresseesController {
  constructor(
    private readonly history: History,
    private readonly views: ViewsReader,
    private readonly addressees: Addressees,
  ) {}

  /** The States by code, then the other actors by id. */
  @Get()
  async list(@Asked(noParameters) _query: Given, @Caller() caller: Identity): Promise<AddresseeList> {
    return { addressees: await this.addressees.all(sightOf(caller)) };
  }

  /** One State or other actor. */
  @Get(':addressee')
  one(
    @Param('addressee') named: string,
    @Asked(noParameters) _query: Given,
    @Caller() caller: Identity,
  ): Promise<Addressee> {
    return this.addressees.one(named, sightOf(caller));
  }

  /** What happened with regard to an addressee, by the day it occurred on. */
  @Get(':addressee/timeline')
  async timeline(
    @Param('addressee') named: string,
    @Asked(timelineParameters) query: Given,
    @Caller() caller: Identity,
  ): Promise<FileView<TimelineLine>> {
    const asked = timelineQuery(query);
    const { rows, ...view } = await this.file(named, asked.moment, sightOf(caller));
    return { ...view, entries: timelineLines(rows.map(entryOfRow), asked) };
  }

  /** What was recorded with regard to an addressee, in the order of the ledger. */
  @Get(':addressee/audit-trail')
  async auditTrail(
    @Param('addressee') named: string,
    @Asked(momentParameters) query: Given,
    @Caller() caller: Identity,
  ): Promise<FileView<AuditLine>> {
    const { rows, ...view } = await this.file(named, momentQuery(query), sightOf(caller));
    return { ...view, entries: rows.map(auditLine) };
  }

  private async file(named: string, moment: Moment, sight: Sight): Promise<FileRows> {
    const addressee = await this.addressees.one(named, sight);
    const asOf = await this.history.at(moment);
    const rows =
      addressee.id === undefined
        ? await this.views.file(addressee.code, asOf.position, sight)
        : await this.views.actorFile(addressee.id, asOf.position, sight);
    return { addressee, asOf, rows };
  }
}
