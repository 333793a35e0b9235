import { Injectable } from '@nestjs/common';

import {
  foldCommunication,
  foldHandling,
  foldPolicy,
  handlingStreamOf,
  importHistory,
  isOtherActor,
  type LetterHistory,
  type ReferenceKey,
  streamOf,
} from '#libs/domain';
import { policyStream } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import { Actors, type ActorsLookedUp } from '../communications/actors.js';
import { lettersIn, streamsOfLetters } from '../letters-by-key.js';
import { type Plan, type Registered, Registrar } from '../registrar.js';

/** Takes letters of before this ledger into it, each with all that followed, for importers only. */
@Injectable()
export class LetterHistories {
  constructor(
    private readonly registrar: Registrar,
    private readonly actors: Actors,
  ) {}

  /** No document comes this way, so that no key is needed. */
  import(command: CommandRequest, reference: ReferenceKey, body: LetterHistory): Promise<Registered> {
    const stream = streamOf(reference);
    const handling = handlingStreamOf(reference);
    const others = body.replies.flatMap(({ sameReplyTo }) => sameReplyTo ?? []);
    const planWith = ({ actors = [], lookedUp }: Partial<ActorsLookedUp>): Plan<LetterHistory> => ({
      streams: [...new Set([stream, policyStream, handling, ...streamsOfLetters(others)])],
      sealedUnder: [],
      ...(lookedUp && { lookedUp }),
      decide: (history, facts) => {
        const { codes } = foldPolicy(facts.events(policyStream));
        const own = { reference, codes, actors, letterId: facts.id(0), others: lettersIn(facts, others) };
        const communication = foldCommunication(facts.events(stream));
        const file = { communication, handling: foldHandling(facts.events(handling)) };
        return importHistory(history, { ...facts, ...own }, file);
      },
    });
    const plan = isOtherActor(reference.code) ? async () => planWith(await this.actors.soFar()) : planWith({});
    return this.registrar.register(command, { type: 'LetterSent', roles: ['importer'], data: body, plan });
  }
}
