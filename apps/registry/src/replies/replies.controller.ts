import { Body, Controller, Param, Post } from '@nestjs/common';

import {
  AnswerCoverageRecorded,
  assessReply,
  recordCoverage,
  ReplyAssessed,
  ReplySharedWithSource,
  ReplyTranslated,
  shareReply,
  translateReply,
} from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import { LetterActs } from '../communications/letter-acts.js';
import { Letters } from '../communications/letters.js';
import { ReplyToLetters } from '../communications/reply-to-letters.js';
import { EventIdPipe } from '../event-id.pipe.js';
import type { Registered } from '../registrar.js';
import { ReplyLetters } from './reply-letters.js';

/** Replies, and the work on them, which only staff read. */
@Controller('v1/replies')
export class RepliesController {
  constructor(
    private readonly letters: Letters,
    private readonly answered: ReplyLetters,
    private readonly acts: LetterActs,
  ) {}

  /** Records a reply to one or several letters. */
  @Post()
  receive(@Command() command: CommandRequest, @Body() body: ReplyToLetters): Promise<Registered> {
    return this.letters.receiveReply(command, body);
  }

  /** Adds a translation of a reply. */
  @Post(':id/translations')
  async translate(
    @Command() command: CommandRequest,
    @Param('id', EventIdPipe) id: string,
    @Body() data: ReplyTranslated,
  ): Promise<Registered> {
    const letter = await this.answered.of(id, data, command, 'ReplyTranslated');
    return this.acts.work(command, letter, { type: 'ReplyTranslated', data, decide: translateReply });
  }

  /** Records how far a reply answers, by its grade and manner. */
  @Post(':id/assessments')
  async assess(
    @Command() command: CommandRequest,
    @Param('id', EventIdPipe) id: string,
    @Body() data: ReplyAssessed,
  ): Promise<Registered> {
    const letter = await this.answered.of(id, data, command, 'ReplyAssessed');
    return this.acts.work(command, letter, { type: 'ReplyAssessed', data, decide: assessReply });
  }

  /** Records which question of the letter a reply answers, and where. */
  @Post(':id/answer-coverage')
  async cover(
    @Command() command: CommandRequest,
    @Param('id', EventIdPipe) id: string,
    @Body() data: AnswerCoverageRecorded,
  ): Promise<Registered> {
    const letter = await this.answered.of(id, data, command, 'AnswerCoverageRecorded');
    return this.acts.work(command, letter, { type: 'AnswerCoverageRecorded', data, decide: recordCoverage });
  }

  /** Records that a reply was shared with the source of the allegation. */
  @Post(':id/sharing')
  async share(
    @Command() command: CommandRequest,
    @Param('id', EventIdPipe) id: string,
    @Body() data: ReplySharedWithSource,
  ): Promise<Registered> {
    const letter = await this.answered.of(id, data, command, 'ReplySharedWithSource');
    return this.acts.work(command, letter, { type: 'ReplySharedWithSource', data, decide: shareReply });
  }
}
