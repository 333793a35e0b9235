import { Body, Controller, Param, Post } from '@nestjs/common';

import { EvaluationOrder, publishEvaluation, WithholdingOrder } from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import { LetterActs } from '../communications/letter-acts.js';
import { EventIdPipe } from '../event-id.pipe.js';
import { ReplyPublicationRequest } from '../publication/publication-request.js';
import { Publications } from '../publication/publications.js';
import type { Registered } from '../registrar.js';
import { ReplyLetters } from './reply-letters.js';
import { Withholding } from './withholding.js';

/** What everyone may read of a reply, and what the mandates publicly hold of it. */
@Controller('v1/replies/:id')
export class ReplyPublicationController {
  constructor(
    private readonly answered: ReplyLetters,
    private readonly publications: Publications,
    private readonly withholding: Withholding,
    private readonly acts: LetterActs,
  ) {}

  /** Publishes a reply in its approved rendition. */
  @Post('publication')
  async publish(
    @Command() command: CommandRequest,
    @Param('id', EventIdPipe) reply: string,
    @Body() body: ReplyPublicationRequest,
  ): Promise<Registered> {
    const reference = await this.answered.of(reply, { reply }, command, 'ReplyPublished');
    return this.publications.publishReply(command, { reference, reply }, body);
  }

  /** Withholds a reply from publication, with a reason. */
  @Post('withholding')
  async withhold(
    @Command() command: CommandRequest,
    @Param('id', EventIdPipe) id: string,
    @Body() body: WithholdingOrder,
  ): Promise<Registered> {
    const letter = await this.answered.of(id, body, command, 'ReplyWithheld');
    return this.withholding.withhold(command, letter, body);
  }

  /** Publishes how a mandate evaluates a reply. */
  @Post('evaluation')
  async evaluate(
    @Command() command: CommandRequest,
    @Param('id', EventIdPipe) id: string,
    @Body() data: EvaluationOrder,
  ): Promise<Registered> {
    const letter = await this.answered.of(id, data, command, 'EvaluationPublished');
    return this.acts.publish(command, letter, { type: 'EvaluationPublished', data, decide: publishEvaluation });
  }
}
