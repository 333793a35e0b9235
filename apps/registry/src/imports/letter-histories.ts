import { Injectable } from '@nestjs/common';

import {
  foldCommunication,
  foldPolicy,
  importHistory,
  type LetterHistory,
  type ReferenceKey,
  streamOf,
} from '#libs/domain';
import { policyStream } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import { lettersIn, streamsOfLetters } from '../letters-in.js';
import { type Registered, Registrar } from '../registrar.js';

/** Takes letters of before this ledger into it, each with all that followed, for importers only. */
@Injectable()
export class LetterHistories {
  constructor(private readonly registrar: Registrar) {}

  /** No document comes this way, so that no key is needed. */
  import(command: CommandRequest, reference: ReferenceKey, body: LetterHistory): Promise<Registered> {
    const stream = streamOf(reference);
    const others = body.replies.flatMap(({ sameReplyTo }) => sameReplyTo ?? []);
    return this.registrar.register(command, {
      type: 'LetterSent',
      roles: ['importer'],
      data: body,
      plan: {
        streams: [...new Set([stream, policyStream, ...streamsOfLetters(others)])],
        sealedUnder: [],
        decide: (history, facts) => {
          const { codes } = foldPolicy(facts.events(policyStream));
          const context = { ...facts, reference, codes, others: lettersIn(facts, others) };
          return importHistory(history, context, foldCommunication(facts.events(stream)));
        },
      },
    });
  }
}
