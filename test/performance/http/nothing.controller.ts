import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { type EventName, LetterSent, recordedBy, ReminderSent } from '#libs/domain';
import { Command, type CommandRequest, requireRole } from '#libs/service';

/** The registry's routes for a letter and a reminder up to where they would be decided; nothing is stored. For measuring only. */
@Controller('bench/communications')
export class NothingController {
  @Put(':code/:serial/:year')
  @HttpCode(201)
  send(@Command() command: CommandRequest, @Param() _: object, @Body() _body: LetterSent): object {
    return accepted(command, 'LetterSent');
  }

  @Post(':code/:serial/:year/reminders')
  remind(@Command() command: CommandRequest, @Param() _: object, @Body() _body: ReminderSent): object {
    return accepted(command, 'ReminderSent');
  }
}

function accepted({ identity }: CommandRequest, type: EventName): object {
  requireRole(identity, recordedBy(type));
  return { events: [] };
}
