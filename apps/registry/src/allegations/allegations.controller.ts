import { Body, Controller, Param, Post } from '@nestjs/common';

import { AllegationLinked, AllegationReceived, TextRestated } from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import { EventIdPipe } from '../event-id.pipe.js';
import type { Registered } from '../registrar.js';
import { Allegations } from './allegations.js';

@Controller('v1/allegations')
export class AllegationsController {
  constructor(private readonly allegations: Allegations) {}

  @Post()
  receive(@Command() command: CommandRequest, @Body() body: AllegationReceived): Promise<Registered> {
    return this.allegations.receive(command, body);
  }

  @Post(':id/links')
  link(
    @Command() command: CommandRequest,
    @Param('id', EventIdPipe) id: string,
    @Body() body: AllegationLinked,
  ): Promise<Registered> {
    return this.allegations.link(command, id, body);
  }

  @Post(':id/restatements')
  restate(
    @Command() command: CommandRequest,
    @Param('id', EventIdPipe) id: string,
    @Body() body: TextRestated,
  ): Promise<Registered> {
    return this.allegations.restate(command, id, body);
  }
}
