import { Body, Controller, Param, Post } from '@nestjs/common';

import { PressReleaseCorrected, PressReleaseIssued, PressReleaseLinked, PressReleaseWithdrawn } from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import { EventIdPipe } from '../event-id.pipe.js';
import type { Registered } from '../registrar.js';
import { PressReleases } from './press-releases.js';

const Id = () => Param('id', EventIdPipe);

@Controller('v1/press-releases')
export class PressReleasesController {
  constructor(private readonly releases: PressReleases) {}

  /** Records a press release with the letters it speaks of. */
  @Post()
  issue(@Command() command: CommandRequest, @Body() body: PressReleaseIssued): Promise<Registered> {
    return this.releases.issue(command, body);
  }

  /** Links a press release to one more letter. */
  @Post(':id/links')
  link(@Command() command: CommandRequest, @Id() id: string, @Body() body: PressReleaseLinked): Promise<Registered> {
    return this.releases.link(command, id, body);
  }

  /** Records that a press release was issued again with corrections. */
  @Post(':id/corrections')
  correct(
    @Command() command: CommandRequest,
    @Id() id: string,
    @Body() body: PressReleaseCorrected,
  ): Promise<Registered> {
    return this.releases.correct(command, id, body);
  }

  /** Records that a press release was withdrawn. */
  @Post(':id/withdrawal')
  withdraw(
    @Command() command: CommandRequest,
    @Id() id: string,
    @Body() body: PressReleaseWithdrawn,
  ): Promise<Registered> {
    return this.releases.withdraw(command, id, body);
  }
}
