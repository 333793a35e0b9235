import { Body, Controller, Param, Post } from '@nestjs/common';

import { ReplacementOrder } from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import { type LetterAddress, referenceAt } from '../communications/letter-address.js';
import type { Registered } from '../registrar.js';
import { PublicationRequest, WithdrawalRequest } from './publication-request.js';
import { Publications } from './publications.js';

/** What everyone may read of a letter, and what not any more. */
@Controller('v1/communications/:code/:serial/:year/publication')
export class PublicationController {
  constructor(private readonly publications: Publications) {}

  /** Publishes a letter in its approved rendition. */
  @Post()
  publish(
    @Command() command: CommandRequest,
    @Param() address: LetterAddress,
    @Body() body: PublicationRequest,
  ): Promise<Registered> {
    return this.publications.publishLetter(command, referenceAt(address), body);
  }

  /** Replaces the published rendition by another that was approved. */
  @Post('rendition')
  replace(
    @Command() command: CommandRequest,
    @Param() address: LetterAddress,
    @Body() body: ReplacementOrder,
  ): Promise<Registered> {
    return this.publications.replace(command, referenceAt(address), body);
  }

  /** Takes a publication back, with a reason. */
  @Post('withdrawal')
  withdraw(
    @Command() command: CommandRequest,
    @Param() address: LetterAddress,
    @Body() body: WithdrawalRequest,
  ): Promise<Registered> {
    return this.publications.withdraw(command, referenceAt(address), body);
  }
}
