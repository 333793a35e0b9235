import { Body, Controller, Param, Post } from '@nestjs/common';

import {
  AddresseeNotified,
  confirmDispatch,
  DispatchConfirmed,
  FurtherInformationRequested,
  IncludedInReport,
  includeInReport,
  LettersLinked,
  notifyAddressee,
  remindAddressee,
  ReminderSent,
  requestFurtherInformation,
} from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import type { Registered } from '../registrar.js';
import { LetterActs } from './letter-acts.js';
import { type LetterAddress, referenceAt } from './letter-address.js';

/** What passes between the mandate holders and the addressee after a letter, and where else the letter stands. */
@Controller('v1/communications/:code/:serial/:year')
export class ExchangeController {
  constructor(private readonly acts: LetterActs) {}

  @Post('dispatch-confirmations')
  confirmDispatch(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: DispatchConfirmed,
  ): Promise<Registered> {
    return this.acts.tell(command, referenceAt(at), { type: 'DispatchConfirmed', data, decide: confirmDispatch });
  }

  @Post('reminders')
  remind(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: ReminderSent,
  ): Promise<Registered> {
    return this.acts.tell(command, referenceAt(at), { type: 'ReminderSent', data, decide: remindAddressee });
  }

  @Post('further-information')
  ask(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: FurtherInformationRequested,
  ): Promise<Registered> {
    const act = { type: 'FurtherInformationRequested', data, decide: requestFurtherInformation } as const;
    return this.acts.tell(command, referenceAt(at), act);
  }

  @Post('closure')
  close(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: AddresseeNotified,
  ): Promise<Registered> {
    return this.acts.tell(command, referenceAt(at), { type: 'AddresseeNotified', data, decide: notifyAddressee });
  }

  @Post('links')
  link(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: LettersLinked,
  ): Promise<Registered> {
    return this.acts.link(command, referenceAt(at), data);
  }

  @Post('reports')
  include(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: IncludedInReport,
  ): Promise<Registered> {
    return this.acts.tell(command, referenceAt(at), { type: 'IncludedInReport', data, decide: includeInReport });
  }
}
