import { Injectable } from '@nestjs/common';

import {
  actsElsewhere,
  correctLetter,
  foldCommunication,
  foldPolicy,
  handlingStreamOf,
  type LetterCorrected,
  type ReferenceKey,
  streamOf,
} from '#libs/domain';
import { policyStream } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import { LedgerIndex } from '../ledger-index.js';
import { type Registered, Registrar } from '../registrar.js';
import { Actors } from './actors.js';

/** The record of a letter again: also its day, before which nothing can have been done with regard to it. */
@Injectable()
export class Corrections {
  constructor(
    private readonly registrar: Registrar,
    private readonly actors: Actors,
    private readonly index: LedgerIndex,
  ) {}

  correct(command: CommandRequest, reference: ReferenceKey, data: LetterCorrected): Promise<Registered> {
    const stream = streamOf(reference);
    return this.registrar.register(command, {
      type: 'LetterCorrected',
      data,
      plan: async () => {
        const { actors, lookedUp: letters } = await this.actors.soFar();
        const elsewhere = [handlingStreamOf(reference), ...this.index.texts.followUpsNaming(stream)];
        return {
          streams: [stream, policyStream, ...elsewhere],
          sealedUnder: [stream],
          lookedUp: { ...letters, isOldBy: (event) => isFollowUp(event) || letters.isOldBy(event) },
          decide: (body, facts) => {
            const { codes } = foldPolicy(facts.events(policyStream));
            const acts = actsElsewhere(
              elsewhere.flatMap((name) => facts.events(name)),
              reference,
            );
            const context = { ...facts, reference, codes, actors, letterId: facts.id(0), acts };
            return correctLetter(body, context, foldCommunication(facts.events(stream)));
          },
        };
      },
    });
  }
}

const isFollowUp = ({ stream }: { readonly stream: string }): boolean => stream.startsWith('follow_up-');
