import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';

import { LetterCorrected, LetterSent, RecordedInError, ReferenceVoided } from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import type { Registered } from '../registrar.js';
import { Corrections } from './corrections.js';
import { type LetterAddress, referenceAt } from './letter-address.js';
import { Letters, type Referenced } from './letters.js';
import { NextLetter } from './next-letter.js';

/** Letters, their numbers, and what was recorded wrongly of them. */
@Controller('v1/communications')
export class CommunicationsController {
  constructor(
    private readonly letters: Letters,
    private readonly corrections: Corrections,
  ) {}

  /** Records a letter that was sent and gives it the next number of its addressee, one that was never taken. */
  @Post()
  sendNext(@Command() command: CommandRequest, @Body() body: NextLetter): Promise<Registered & Referenced> {
    return this.letters.sendNext(command, body);
  }

  /** Records a letter that was sent under the number printed on it, also one whose record was made in error. */
  @Put(':code/:serial/:year')
  @HttpCode(201)
  send(
    @Command() command: CommandRequest,
    @Param() address: LetterAddress,
    @Body() body: LetterSent,
  ): Promise<Registered & Referenced> {
    return this.letters.send(command, referenceAt(address), body);
  }

  /** Corrects what was recorded of a letter; the earlier record stays. */
  @Post(':code/:serial/:year/corrections')
  correct(
    @Command() command: CommandRequest,
    @Param() address: LetterAddress,
    @Body() body: LetterCorrected,
  ): Promise<Registered> {
    return this.corrections.correct(command, referenceAt(address), body);
  }

  /** Voids a number under which nothing is or will be sent. */
  @Post(':code/:serial/:year/void')
  void(
    @Command() command: CommandRequest,
    @Param() address: LetterAddress,
    @Body() body: ReferenceVoided,
  ): Promise<Registered> {
    return this.letters.void(command, referenceAt(address), body);
  }

  /** Marks an event as recorded in error; it stays and is no longer counted. */
  @Post(':code/:serial/:year/errors')
  err(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: RecordedInError,
  ): Promise<Registered> {
    return this.corrections.err(command, referenceAt(at), data);
  }
}
