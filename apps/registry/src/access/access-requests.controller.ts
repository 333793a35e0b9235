import { Body, Controller, Post } from '@nestjs/common';

import { AccessApproved, AccessRequested } from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import type { Registered } from '../registrar.js';
import { AccessRequests } from './access-requests.js';

@Controller('v1/access-requests')
export class AccessRequestsController {
  constructor(private readonly requests: AccessRequests) {}

  /** Asks to read sealed fields or to take a copy out, for a second person to approve. */
  @Post()
  request(@Command() command: CommandRequest, @Body() body: AccessRequested): Promise<Registered> {
    return this.requests.request(command, body);
  }

  /** Approves a request for access that somebody else has made. */
  @Post('approvals')
  approve(@Command() command: CommandRequest, @Body() body: AccessApproved): Promise<Registered> {
    return this.requests.approve(command, body);
  }
}
