import { Body, Controller, Param, Post } from '@nestjs/common';

import {
  approveRedaction,
  approveSummary,
  assignCase,
  CaseAssigned,
  holdPublication,
  liftHold,
  proposeRedaction,
  PublicationHeld,
  PublicationHoldLifted,
  RedactionApproved,
  RedactionProposed,
  SummaryApproved,
} from '#libs/domain';
import { Command, type CommandRequest } from '#libs/service';

import { LetterActs } from '../communications/letter-acts.js';
import { type LetterAddress, referenceAt } from '../communications/letter-address.js';
import type { Registered } from '../registrar.js';

/** The work on a letter, which only staff read; `If-Match` names the revision of the work, `handling.revision` on the letter's page. */
@Controller('v1/communications/:code/:serial/:year')
export class HandlingController {
  constructor(private readonly acts: LetterActs) {}

  /** Gives the work on a letter to a unit, and somebody in it. */
  @Post('assignments')
  assign(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: CaseAssigned,
  ): Promise<Registered> {
    return this.acts.work(command, referenceAt(at), { type: 'CaseAssigned', data, decide: assignCase });
  }

  /** Approves the summary that is published with a letter. */
  @Post('summaries')
  summarise(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: SummaryApproved,
  ): Promise<Registered> {
    return this.acts.work(command, referenceAt(at), { type: 'SummaryApproved', data, decide: approveSummary });
  }

  /** Proposes a public rendition of a letter or a reply, with what is redacted taken out. */
  @Post('redactions')
  propose(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: RedactionProposed,
  ): Promise<Registered> {
    return this.acts.work(command, referenceAt(at), { type: 'RedactionProposed', data, decide: proposeRedaction });
  }

  /** Approves a public rendition that somebody else has proposed. */
  @Post('redactions/approvals')
  approve(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: RedactionApproved,
  ): Promise<Registered> {
    return this.acts.work(command, referenceAt(at), { type: 'RedactionApproved', data, decide: approveRedaction });
  }

  /** Holds the publication of a letter back, with a reason and a day to look again. */
  @Post('holds')
  hold(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: PublicationHeld,
  ): Promise<Registered> {
    return this.acts.work(command, referenceAt(at), { type: 'PublicationHeld', data, decide: holdPublication });
  }

  /** Lifts a hold, so that the letter can be published. */
  @Post('holds/lifting')
  lift(
    @Command() command: CommandRequest,
    @Param() at: LetterAddress,
    @Body() data: PublicationHoldLifted,
  ): Promise<Registered> {
    return this.acts.work(command, referenceAt(at), { type: 'PublicationHoldLifted', data, decide: liftHold });
  }
}
