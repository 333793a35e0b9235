import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';

import { DispatchConfirmed, LetterCorrected, LetterSent } from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import type { Registered } from '../registrar.js';
import { type LetterAddress, referenceAt } from './letter-address.js';
import { Letters, type Referenced } from './letters.js';
import { ReplyToLetters } from './reply-to-letters.js';

@Controller('v1')
export class CommunicationsController {
  constructor(private readonly letters: Letters) {}

  @Put('communications/:code/:serial/:year')
  @HttpCode(201)
  send(
    @Command() command: CommandRequest,
    @Param() address: LetterAddress,
    @Body() body: LetterSent,
  ): Promise<Registered & Referenced> {
    return this.letters.send(command, referenceAt(address), body);
  }

  @Post('communications/:code/:serial/:year/corrections')
  correct(
    @Command() command: CommandRequest,
    @Param() address: LetterAddress,
    @Body() body: LetterCorrected,
  ): Promise<Registered> {
    return this.letters.correct(command, referenceAt(address), body);
  }

  @Post('communications/:code/:serial/:year/dispatch-confirmations')
  confirmDispatch(
    @Command() command: CommandRequest,
    @Param() address: LetterAddress,
    @Body() body: DispatchConfirmed,
  ): Promise<Registered> {
    return this.letters.confirmDispatch(command, referenceAt(address), body);
  }

  @Post('replies')
  receiveReply(@Command() command: CommandRequest, @Body() body: ReplyToLetters): Promise<Registered> {
    return this.letters.receiveReply(command, body);
  }
}
