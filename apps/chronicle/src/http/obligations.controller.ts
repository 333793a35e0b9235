import { Controller, Get, Query, UseGuards } from '@nestjs/common';

import { Caller, type Identity, requireRole } from '#libs/service';

import { LevelGuard } from './level-guard.js';
import { type DueView, ObligationsDesk } from './obligations-desk.js';
import { noQuery, type RawQuery } from './query.js';
import { readerRoles } from './readers.js';

/** The desk of what is due and overdue, for staff and auditors. */
@Controller('v1/obligations')
@UseGuards(LevelGuard)
export class ObligationsController {
  constructor(private readonly desk: ObligationsDesk) {}

  @Get()
  async due(@Query() query: RawQuery, @Caller() caller: Identity): Promise<DueView> {
    noQuery(query);
    requireRole(caller, readerRoles);
    return this.desk.today();
  }
}
