import { Body, Controller, HttpCode, Post } from '@nestjs/common';

import { Command, type CommandRequest } from '#libs/service';

import { OpeningRequest } from './opening-request.js';
import { type OpenedField, Openings } from './openings.js';

/** Reading a sealed field is a command: it is recorded before it is answered. */
@Controller('v1/openings')
export class OpeningsController {
  constructor(private readonly openings: Openings) {}

  /** Opens sealed fields of one event. Who may: of an allegation, intake officer and protection focal point; of anything else, all staff. */
  @Post()
  @HttpCode(201)
  open(@Command() command: CommandRequest, @Body() body: OpeningRequest): Promise<{ fields: readonly OpenedField[] }> {
    return this.openings.open(command, body);
  }
}
