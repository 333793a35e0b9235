import { Body, Controller, Param, Post } from '@nestjs/common';

import { LetterHistory } from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import { type LetterAddress, referenceAt } from '../communications/letter-address.js';
import type { Registered } from '../registrar.js';
import { LetterHistories } from './letter-histories.js';

/** What an import tells of a letter of before this ledger. */
@Controller('v1/communications/:code/:serial/:year/history')
export class LetterHistoryController {
  constructor(private readonly histories: LetterHistories) {}

  /** Records a letter of before this ledger with all that followed it, from an import. */
  @Post()
  import(
    @Command() command: CommandRequest,
    @Param() address: LetterAddress,
    @Body() body: LetterHistory,
  ): Promise<Registered> {
    return this.histories.import(command, referenceAt(address), body);
  }
}
