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
export class CorrespondenceController {
  constructor(private readonly acts: LetterActs) {}

  /** Records that the addressee confirmed that a letter arrived. */
  @Post('dispatch-confirmations')
  confirmDispatch(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: DispatchConfirmed,
  ): Promise<Registered> {
    return this.acts.tell(command, referenceAt(at), { type: 'DispatchConfirmed', data, decide: confirmDispatch });
  }

  /** Records that the addressee was reminded of a letter. */
  @Post('reminders')
  remind(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: ReminderSent,
  ): Promise<Registered> {
    return this.acts.tell(command, referenceAt(at), { type: 'ReminderSent', data, decide: remindAddressee });
  }

  /** Records further questions that were put to the addressee after a reply. */
  @Post('further-information')
  ask(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: FurtherInformationRequested,
  ): Promise<Registered> {
    const act = { type: 'FurtherInformationRequested', data, decide: requestFurtherInformation } as const;
    return this.acts.tell(command, referenceAt(at), act);
  }

  /** Records that the addressee was told that a letter is closed, or that more is asked. */
  @Post('closure')
  close(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: AddresseeNotified,
  ): Promise<Registered> {
    return this.acts.tell(command, referenceAt(at), { type: 'AddresseeNotified', data, decide: notifyAddressee });
  }

  /** Links a letter to another letter, an earlier one for instance. */
  @Post('links')
  link(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: LettersLinked,
  ): Promise<Registered> {
    return this.acts.link(command, referenceAt(at), data);
  }

  /** Records in which report a letter, and what followed it, is included. */
  @Post('reports')
  include(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: IncludedInReport,
  ): Promise<Registered> {
    return this.acts.tell(command, referenceAt(at), { type: 'IncludedInReport', data, decide: includeInReport });
  }
}
