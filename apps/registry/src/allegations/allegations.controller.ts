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

  /** Records an allegation as it was received from a source; the ledger gives it its id. */
  @Post()
  receive(@Command() command: CommandRequest, @Body() body: AllegationReceived): Promise<Registered> {
    return this.allegations.receive(command, body);
  }

  /** Adds what a source said later to an allegation. */
  @Post(':id/further-information')
  addInformation(
    @Command() command: CommandRequest,
    @Id() id: string,
    @Body() body: FurtherInformationReceived,
  ): Promise<Registered> {
    return this.allegations.addInformation(command, id, body);
  }

  /** Records that a person named in an allegation consents to more, or to less, than before. */
  @Post(':id/consents')
  consent(@Command() command: CommandRequest, @Id() id: string, @Body() body: ConsentChanged): Promise<Registered> {
    return this.course.changeConsent(command, id, body);
  }

  /** Records that somebody is said to have suffered for an allegation. */
  @Post(':id/reprisals')
  reprisal(@Command() command: CommandRequest, @Id() id: string, @Body() body: ReprisalReported): Promise<Registered> {
    return this.texts.reportReprisal(command, id, body);
  }

  /** Records how great the risk of reprisals is now, and when to look again. */
  @Post(':id/reprisals/reviews')
  risk(@Command() command: CommandRequest, @Id() id: string, @Body() body: ReprisalRiskReviewed): Promise<Registered> {
    return this.course.reviewRisk(command, id, body);
  }

  /** Records what the source says of a reply to the letter that its allegation led to. */
  @Post(':id/source-comments')
  comment(
    @Command() command: CommandRequest,
    @Id() id: string,
    @Body() body: SourceCommentReceived,
  ): Promise<Registered> {
    return this.texts.comment(command, id, body);
  }

  /** Decides by the criteria whether an allegation is pursued, and how urgently. */
  @Post(':id/assessments')
  assess(@Command() command: CommandRequest, @Id() id: string, @Body() body: AllegationAssessed): Promise<Registered> {
    return this.course.assess(command, id, body);
  }

  /** Links an allegation to the letter that rests on it. */
  @Post(':id/links')
  link(@Command() command: CommandRequest, @Id() id: string, @Body() body: AllegationLinked): Promise<Registered> {
    return this.course.link(command, id, body);
  }

  /** Words a text again without one person, so that this person can be erased. */
  @Post(':id/restatements')
  restate(@Command() command: CommandRequest, @Id() id: string, @Body() body: TextRestated): Promise<Registered> {
    return this.texts.restate(command, id, body);
  }

  /** Joins an allegation to another that is about the same facts. */
  @Post(':id/merger')
  merge(@Command() command: CommandRequest, @Id() id: string, @Body() body: AllegationMerged): Promise<Registered> {
    return this.course.merge(command, id, body);
  }

  /** Ends the work on an allegation and says why. */
  @Post(':id/closure')
  close(@Command() command: CommandRequest, @Id() id: string, @Body() body: AllegationClosed): Promise<Registered> {
    return this.course.close(command, id, body);
  }
}
