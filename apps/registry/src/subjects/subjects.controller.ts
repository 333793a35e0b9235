import { Body, Controller, Param, Post } from '@nestjs/common';

import { ShredApproved, ShredRequested, SubjectsMerged } from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import { EventIdPipe } from '../event-id.pipe.js';
import type { Registered } from '../registrar.js';
import { ShredOrder } from './shred-order.js';
import { type Shredded, Shredding } from './shredding.js';
import { Subjects } from './subjects.js';

@Controller('v1/subjects/:id')
export class SubjectsController {
  constructor(
    private readonly subjects: Subjects,
    private readonly shredding: Shredding,
  ) {}

  /** Records that two subjects are the same person. */
  @Post('mergers')
  merge(
    @Command() command: CommandRequest,
    @Param('id', EventIdPipe) id: string,
    @Body() body: SubjectsMerged,
  ): Promise<Registered> {
    return this.subjects.merge(command, id, body);
  }

  /** Asks for the erasure of a person's sealed particulars. */
  @Post('shred-requests')
  request(
    @Command() command: CommandRequest,
    @Param('id', EventIdPipe) id: string,
    @Body() body: ShredRequested,
  ): Promise<Registered> {
    return this.subjects.request(command, id, body);
  }

  /** Approves an erasure that somebody else has asked for. */
  @Post('shred-requests/approvals')
  approve(
    @Command() command: CommandRequest,
    @Param('id', EventIdPipe) id: string,
    @Body() body: ShredApproved,
  ): Promise<Registered> {
    return this.subjects.approve(command, id, body);
  }

  /** Destroys the key of a person whose erasure was approved; nothing brings it back. */
  @Post('shredding')
  carryOut(
    @Command() command: CommandRequest,
    @Param('id', EventIdPipe) id: string,
    @Body() body: ShredOrder,
  ): Promise<Shredded> {
    return this.shredding.carryOut(command, id, body.on);
  }
}
