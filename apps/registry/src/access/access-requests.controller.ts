import { Body, Controller, Post } from '@nestjs/common';

import { AccessApproved, AccessRequested } from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import type { Registered } from '../registrar.js';
import { AccessRequests } from './access-requests.js';

@Controller('v1/access-requests')
export class AccessRequestsController {
  constructor(private readonly requests: AccessRequests) {}

  @Post()
  request(@Command() command: CommandRequest, @Body() body: AccessRequested): Promise<Registered> {
    return this.requests.request(command, body);
  }

  @Post('approvals')
  approve(@Command() command: CommandRequest, @Body() body: AccessApproved): Promise<Registered> {
    return this.requests.approve(command, body);
  }
}
