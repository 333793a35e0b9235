import { Controller, Get, UseGuards } from '@nestjs/common';

import { Asked, Caller, type Given, type Identity, requireRole } from '#libs/service';

import { LevelGuard } from './level-guard.js';
import { type DueView, ObligationsDesk } from './obligations-desk.js';
import { noParameters } from './query.js';
import { readerRoles } from './readers.js';

/** The desk of what is due and overdue, for staff and auditors. */
@Controller('v1/obligations')
@UseGuards(LevelGuard)
export class ObligationsController {
  constructor(private readonly desk: ObligationsDesk) {}

  /** What is due and overdue today. */
  @Get()
  async due(@Asked(noParameters) _query: Given, @Caller() caller: Identity): Promise<DueView> {
    requireRole(caller, readerRoles);
    return this.desk.today();
  }
}
