import { Injectable } from '@nestjs/common';

import {
  actsElsewhere,
  correctLetter,
  foldPolicy,
  handlingStreamOf,
  type LetterCorrected,
  recordError,
  type RecordedInError,
  type ReferenceKey,
  streamOf,
} from '#libs/domain';
import { policyStream } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import { LedgerIndex } from '../ledger-index.js';
import { type Registered, Registrar } from '../registrar.js';
import { Actors } from './actors.js';
import { contextOf, factsOf } from './letter-acts.js';

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
            const context = { ...contextOf(facts, reference), codes, actors, letterId: facts.id(0), acts };
            return correctLetter(body, context, factsOf(facts, reference));
          },
        };
      },
    });
  }

  /** What should not have been recorded; a letter only while nothing rests on it anywhere. */
  err(command: CommandRequest, reference: ReferenceKey, data: RecordedInError): Promise<Registered> {
    const stream = streamOf(reference);
    return this.registrar.register(command, {
      type: 'RecordedInError',
      data,
      plan: async () => {
        await this.index.upToDate();
        const others = [handlingStreamOf(reference), ...this.index.texts.followUpsNaming(stream)];
        const links = this.index.links.allegationsBehind(stream).map(() => ({ type: 'AllegationLinked' }));
        return {
          streams: [stream, ...others],
          sealedUnder: [stream],
          lookedUp: { size: this.index.heads.size, isOldBy: (event) => isFollowUp(event) || isLink(event) },
          decide: (body, facts) => {
            const acts = others.flatMap((name) => facts.events(name));
            const elsewhere = [...actsElsewhere(acts, reference), ...links];
            return recordError(body, { ...contextOf(facts, reference), elsewhere }, factsOf(facts, reference));
          },
        };
      },
    });
  }
}

const isLink = ({ type }: { readonly type: string }): boolean => type === 'AllegationLinked';
const isFollowUp = ({ stream }: { readonly stream: string }): boolean => stream.startsWith('follow_up-');
