import { Body, Controller, Param, Post } from '@nestjs/common';

import { FollowUpRecorded, OutcomeRecorded } from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import { EventIdPipe } from '../event-id.pipe.js';
import type { Registered } from '../registrar.js';
import { FollowUps } from './follow-ups.js';

@Controller('v1/follow-ups')
export class FollowUpsController {
  constructor(private readonly followUps: FollowUps) {}

  /** Records what was done to follow up on letters, such as a visit. */
  @Post()
  record(@Command() command: CommandRequest, @Body() body: FollowUpRecorded): Promise<Registered> {
    return this.followUps.record(command, body);
  }

  /** Records what came of a follow-up. */
  @Post(':id/outcomes')
  outcome(
    @Command() command: CommandRequest,
    @Param('id', EventIdPipe) id: string,
    @Body() body: OutcomeRecorded,
  ): Promise<Registered> {
    return this.followUps.recordOutcome(command, id, body);
  }
}
