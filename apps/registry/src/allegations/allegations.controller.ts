import { Body, Controller, Param, Post } from '@nestjs/common';

import {
  AllegationAssessed,
  AllegationClosed,
  AllegationLinked,
  AllegationMerged,
  AllegationReceived,
  ConsentChanged,
  FurtherInformationReceived,
  ReprisalReported,
  ReprisalRiskReviewed,
  SourceCommentReceived,
  TextRestated,
} from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import { EventIdPipe } from '../event-id.pipe.js';
import type { Registered } from '../registrar.js';
import { AllegationCourse } from './allegation-course.js';
import { AllegationTexts } from './allegation-texts.js';
import { Allegations } from './allegations.js';

const Id = () => Param('id', EventIdPipe);

@Controller('v1/allegations')
export class AllegationsController {
  constructor(
    private readonly allegations: Allegations,
    private readonly texts: AllegationTexts,
    private readonly course: AllegationCourse,
  ) {}

  @Post()
  receive(@Command() command: CommandRequest, @Body() body: AllegationReceived): Promise<Registered> {
    return this.allegations.receive(command, body);
  }

  @Post(':id/further-information')
  addInformation(
    @Command() command: CommandRequest,
    @Id() id: string,
    @Body() body: FurtherInformationReceived,
  ): Promise<Registered> {
    return this.allegations.addInformation(command, id, body);
  }

  @Post(':id/consents')
  consent(@Command() command: CommandRequest, @Id() id: string, @Body() body: ConsentChanged): Promise<Registered> {
    return this.course.changeConsent(command, id, body);
  }

  @Post(':id/reprisals')
  reprisal(@Command() command: CommandRequest, @Id() id: string, @Body() body: ReprisalReported): Promise<Registered> {
    return this.texts.reportReprisal(command, id, body);
  }

  @Post(':id/reprisals/reviews')
  risk(@Command() command: CommandRequest, @Id() id: string, @Body() body: ReprisalRiskReviewed): Promise<Registered> {
    return this.course.reviewRisk(command, id, body);
  }

  @Post(':id/source-comments')
  comment(
    @Command() command: CommandRequest,
    @Id() id: string,
    @Body() body: SourceCommentReceived,
  ): Promise<Registered> {
    return this.texts.comment(command, id, body);
  }

  @Post(':id/assessments')
  assess(@Command() command: CommandRequest, @Id() id: string, @Body() body: AllegationAssessed): Promise<Registered> {
    return this.course.assess(command, id, body);
  }

  @Post(':id/links')
  link(@Command() command: CommandRequest, @Id() id: string, @Body() body: AllegationLinked): Promise<Registered> {
    return this.course.link(command, id, body);
  }

  @Post(':id/restatements')
  restate(@Command() command: CommandRequest, @Id() id: string, @Body() body: TextRestated): Promise<Registered> {
    return this.texts.restate(command, id, body);
  }

  @Post(':id/merger')
  merge(@Command() command: CommandRequest, @Id() id: string, @Body() body: AllegationMerged): Promise<Registered> {
    return this.course.merge(command, id, body);
  }

  @Post(':id/closure')
  close(@Command() command: CommandRequest, @Id() id: string, @Body() body: AllegationClosed): Promise<Registered> {
    return this.course.close(command, id, body);
  }
}
