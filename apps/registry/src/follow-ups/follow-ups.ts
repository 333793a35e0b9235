import { Injectable } from '@nestjs/common';

import {
  foldFollowUp,
  foldPolicy,
  type FollowUpRecorded,
  followUpStream,
  lettersNamed,
  type OutcomeRecorded,
  recordFollowUp,
  recordOutcome,
  textsOfFollowUp,
} from '#libs/domain';
import { EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { policyStream } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import type { Agreed, Resting } from '../allegations/names-in-clear.js';
import { lettersIn, streamsOfLetters } from '../letters-by-key.js';
import { Recorder } from '../recorder.js';
import { type Registered, Registrar } from '../registrar.js';

/** Every letter that a follow-up names, in its list or in its text. */
export const lettersOfFollowUp = (body: FollowUpRecorded): readonly string[] =>
  lettersNamed(body.references, textsOfFollowUp(body));

/** A name may stand in a follow-up only with that person's consent to be published. */
const agreed: Agreed = ({ publish }) => publish;

/** What was done, or happened, after letters. */
@Injectable()
export class FollowUps {
  constructor(
    private readonly registrar: Registrar,
    private readonly recorder: Recorder,
    private readonly store: EventStore,
  ) {}

  record(command: CommandRequest, body: FollowUpRecorded): Promise<Registered> {
    return this.register(command, body, { letters: streamsOfLetters(lettersOfFollowUp(body)), agreed });
  }

  /**
   * As `record`, of an agency and for staff. It is held against no name: whether it is taken would tell the agency if a name that it guesses
   * is one that is sealed.
   */
  recordSubmitted(command: CommandRequest, body: FollowUpRecorded): Promise<Registered> {
    return this.register(command, body, { letters: [] });
  }

  private register(command: CommandRequest, body: FollowUpRecorded, resting: Resting): Promise<Registered> {
    const keys = lettersOfFollowUp(body);
    return this.registrar.register(command, {
      type: 'FollowUpRecorded',
      data: body,
      plan: (cause) => {
        const followUpId = this.recorder.eventId(cause, 0);
        const stream = followUpStream(followUpId);
        return {
          streams: [stream, policyStream, ...streamsOfLetters(keys)],
          sealedUnder: [stream],
          resting,
          decide: (data, facts) =>
            recordFollowUp(data, {
              ...{ ...facts, followUpId, letters: lettersIn(facts, keys) },
              codes: foldPolicy(facts.events(policyStream)).codes,
            }),
        };
      },
    });
  }

  recordOutcome(command: CommandRequest, id: string, body: OutcomeRecorded): Promise<Registered> {
    const stream = followUpStream(id);
    const texts = textsOfFollowUp(body);
    const keys = lettersNamed([], texts);
    return this.registrar.register(command, {
      type: 'OutcomeRecorded',
      data: body,
      plan: async () => {
        const letters = streamsOfLetters([...(await this.lettersOf(stream)), ...keys]);
        return {
          streams: [stream, ...streamsOfLetters(keys)],
          sealedUnder: [],
          resting: { letters, agreed },
          decide: (data, facts) =>
            recordOutcome(
              data,
              { ...facts, followUpId: id, letters: lettersIn(facts, keys) },
              foldFollowUp(facts.events(stream)),
            ),
        };
      },
    });
  }

  private async lettersOf(stream: string): Promise<readonly string[]> {
    const entries = await wholeStream(this.store, stream);
    return foldFollowUp(entries.map(({ position, payload }) => recordedEvent(position, payload))).references;
  }
}
