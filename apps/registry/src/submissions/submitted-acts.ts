import { Injectable } from '@nestjs/common';

import { AllegationReceived, FollowUpRecorded, FurtherInformationReceived } from '#libs/domain';
import { LedgerError } from '#libs/ledger';
import { type CommandRequest, validated } from '#libs/service';

import { Allegations } from '../allegations/allegations.js';
import { Letters } from '../communications/letters.js';
import { ReplyToLetters } from '../communications/reply-to-letters.js';
import { FollowUps, lettersOfFollowUp } from '../follow-ups/follow-ups.js';
import type { Registered } from '../registrar.js';
import { AgencyReach } from './agency-reach.js';
import type { SubmissionClaims } from './submission-claims.js';

/** Takes what an agency submits to its record, as the act it would be over HTTP, within what is the agency's to touch. */
@Injectable()
export class SubmittedActs {
  constructor(
    private readonly allegations: Allegations,
    private readonly letters: Letters,
    private readonly followUps: FollowUps,
    private readonly reach: AgencyReach,
  ) {}

  /** Throws what the decision of the act throws, and `BODY_INVALID`. */
  async record(command: CommandRequest, { type, data, allegation }: SubmissionClaims): Promise<Registered> {
    refuseDocuments(data['documents']);
    if ((allegation !== undefined) !== (type === 'FurtherInformationReceived'))
      throw new LedgerError('BODY_INVALID', { path: 'allegation', reason: 'goes with further information only' });
    switch (type) {
      case 'AllegationReceived':
        return this.allegations.receive(command, await validated(AllegationReceived, data));
      case 'FurtherInformationReceived':
        return this.addInformation(command, allegation ?? '', await validated(FurtherInformationReceived, data));
      case 'ReplyReceived':
        return this.forwardReply(command, await validated(ReplyToLetters, data));
      case 'FollowUpRecorded':
        return this.recordFollowUp(command, await validated(FollowUpRecorded, data));
    }
  }

  private async addInformation(
    command: CommandRequest,
    allegation: string,
    body: FurtherInformationReceived,
  ): Promise<Registered> {
    await this.reach.refuseOthersAllegation(command.identity, allegation);
    return this.allegations.addInformation(command, allegation, body);
  }

  private async forwardReply(command: CommandRequest, body: ReplyToLetters): Promise<Registered> {
    refuseTag(body.language);
    await this.reach.refuseOthersLetters(command.identity, body.answers);
    return this.letters.receiveReply(command, body);
  }

  /**
   * What everyone may read is published by staff: an agency's follow-up is for them. Its text names only letters that the agency may see;
   * otherwise what becomes of it would tell of the others.
   */
  private async recordFollowUp(command: CommandRequest, body: FollowUpRecorded): Promise<Registered> {
    if (body.audience !== 'staff')
      throw new LedgerError('FORBIDDEN', { path: 'audience', reason: 'an agency records follow-ups for staff' });
    await this.reach.refuseOthersLetters(command.identity, lettersOfFollowUp(body));
    return this.followUps.recordSubmitted(command, body);
  }
}

/** A file comes in over HTTP before the event that names it; messages are too small for files. */
function refuseDocuments(documents: unknown): void {
  if (Array.isArray(documents) && documents.length > 0)
    throw new LedgerError('BODY_INVALID', { path: 'documents', reason: 'a submission carries no documents' });
}

/** A longer tag could hold a name, and the refusal of that name would tell the agency that it is one behind the letter. */
function refuseTag(language: string): void {
  if (language.includes('-'))
    throw new LedgerError('BODY_INVALID', { path: 'language', reason: 'a submission gives two or three letters' });
}
