import { Body, Controller, Param, Post } from '@nestjs/common';

import { RedactionApproved, RedactionProposed } from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import { type LetterAddress, referenceAt } from '../communications/letter-address.js';
import type { Registered } from '../registrar.js';
import { PublicationRequest } from './publication-request.js';
import { Publications } from './publications.js';
import { Redactions } from './redactions.js';

@Controller('v1/communications/:code/:serial/:year')
export class PublicationController {
  constructor(
    private readonly redactions: Redactions,
    private readonly publications: Publications,
  ) {}

  @Post('redactions')
  propose(
    @Command() command: CommandRequest,
    @Param() address: LetterAddress,
    @Body() body: RedactionProposed,
  ): Promise<Registered> {
    return this.redactions.propose(command, referenceAt(address), body);
  }

  @Post('redactions/approvals')
  approve(
    @Command() command: CommandRequest,
    @Param() address: LetterAddress,
    @Body() body: RedactionApproved,
  ): Promise<Registered> {
    return this.redactions.approve(command, referenceAt(address), body);
  }

  @Post('publication')
  publish(
    @Command() command: CommandRequest,
    @Param() address: LetterAddress,
    @Body() body: PublicationRequest,
  ): Promise<Registered> {
    return this.publications.publish(command, referenceAt(address), body);
  }
}
