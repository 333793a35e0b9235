import { Injectable } from '@nestjs/common';

import {
  type EventName,
  foldCommunication,
  foldHandling,
  handlingStreamOf,
  type LettersLinked,
  type LetterPublicationFacts,
  type LetterPublished,
  lettersNamed,
  linkLetters,
  type OnLetterContext,
  parseReference,
  type PublicationContext,
  type PublicationFacts,
  type ReferenceKey,
  streamOf,
} from '#libs/domain';
import type { ProposedEvent, Role } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import { LedgerIndex } from '../ledger-index.js';
import { lettersIn, streamsOfLetters } from '../letters-by-key.js';
import type { Facts } from '../recorder.js';
import { type Registered, Registrar } from '../registrar.js';

/** An act on one letter that looks at the letter's own stream only. */
export interface OwnAct<T extends object> {
  readonly type: EventName;
  readonly data: T;
  readonly decide: (data: T, context: OnLetterContext, state: PublicationFacts['communication']) => ProposedEvent[];
  /** When not everyone who records the type may record it this way. */
  readonly roles?: readonly Role[];
}

/** An act that also looks at the work on the letter. */
export interface FileAct<T extends object> extends Omit<OwnAct<T>, 'decide'> {
  readonly decide: (data: T, context: PublicationContext, facts: PublicationFacts) => ProposedEvent[];
}

/** The publication of a letter, which also looks at what the letter rests on, at what its summary names, and at what it is linked to. */
export interface LetterPublication extends Omit<OwnAct<LetterPublished>, 'decide'> {
  readonly decide: (
    data: LetterPublished,
    context: PublicationContext,
    facts: LetterPublicationFacts,
  ) => ProposedEvent[];
}

/** Takes acts on one letter to their record: each names its type, its payload and the function that decides it. */
@Injectable()
export class LetterActs {
  constructor(
    private readonly registrar: Registrar,
    private readonly index: LedgerIndex,
  ) {}

  /** Something the addressee may read, decided by what it may read. */
  tell<T extends object>(command: CommandRequest, reference: ReferenceKey, act: OwnAct<T>): Promise<Registered> {
    const stream = streamOf(reference);
    return this.registrar.register(command, {
      plan: {
        streams: [stream],
        sealedUnder: [stream],
        decide: (data, facts) => act.decide(data, { reference, ...facts }, foldCommunication(facts.events(stream))),
      },
      ...act,
    });
  }

  /** Something the addressee may read that names another letter, decided also by what that one is. */
  link(command: CommandRequest, reference: ReferenceKey, data: LettersLinked): Promise<Registered> {
    const stream = streamOf(reference);
    const named = streamOf(parseReference(data.reference));
    return this.registrar.register(command, {
      ...{ type: 'LettersLinked', data },
      plan: {
        streams: [...new Set([stream, named])],
        sealedUnder: [stream],
        decide: (body, facts) => {
          const context = { reference, named: foldCommunication(facts.events(named)), ...facts };
          return linkLetters(body, context, foldCommunication(facts.events(stream)));
        },
      },
    });
  }

  /** Something the addressee may read, decided also by the work on the letter. */
  publish<T extends object>(command: CommandRequest, reference: ReferenceKey, act: FileAct<T>): Promise<Registered> {
    return this.registrar.register(command, {
      plan: {
        streams: [streamOf(reference), handlingStreamOf(reference)],
        sealedUnder: [streamOf(reference)],
        decide: (data, facts) => act.decide(data, contextOf(facts, reference), factsOf(facts, reference)),
      },
      ...act,
    });
  }

  /**
   * As `publish`, decided also by whether an allegation stands behind the letter, which nothing ever takes back, by the letters that the
   * summary names, and by those that the letter is linked to, with the work on them.
   */
  publishLetter(command: CommandRequest, reference: ReferenceKey, act: LetterPublication): Promise<Registered> {
    const keys = lettersNamed([], [['summary/text', act.data.summary?.text ?? '']]);
    return this.registrar.register(command, {
      ...act,
      plan: async () => {
        await this.index.upToDate();
        const stream = streamOf(reference);
        const isLinked = this.index.links.allegationsBehind(stream).length > 0;
        const links = this.index.linkedFrom(stream).map((key) => [key, parseReference(key)] as const);
        const others = links.flatMap(([, letter]) => [streamOf(letter), handlingStreamOf(letter)]);
        return {
          streams: [...new Set([stream, handlingStreamOf(reference), ...streamsOfLetters(keys), ...others])],
          sealedUnder: [stream],
          resting: { letters: [stream, ...streamsOfLetters(keys)] },
          lookedUp: {
            size: this.index.heads.size,
            isOldBy: (event) => event.stream === stream && event.type === 'LettersLinked',
          },
          decide: (data, facts) => {
            const linked = new Map(links.map(([key, letter]) => [key, factsOf(facts, letter)]));
            const more = { isLinked, named: lettersIn(facts, keys), linked };
            return act.decide(data, contextOf(facts, reference), { ...factsOf(facts, reference), ...more });
          },
        };
      },
    });
  }

  /** Work on the letter, which only staff read. */
  work<T extends object>(command: CommandRequest, reference: ReferenceKey, act: FileAct<T>): Promise<Registered> {
    const handling = handlingStreamOf(reference);
    return this.registrar.register(command, {
      plan: {
        streams: [handling, streamOf(reference)],
        sealedUnder: [handling],
        decide: (data, facts) => act.decide(data, contextOf(facts, reference), factsOf(facts, reference)),
      },
      ...act,
    });
  }
}

/** The circumstances of an act on a letter, by the pseudonym of the work on it. */
export const contextOf = (facts: Facts, reference: ReferenceKey): PublicationContext => ({
  now: facts.now,
  today: facts.today,
  reference,
  ps: facts.pseudonym(handlingStreamOf(reference)),
});

/** The letter and the work on it, at the size of a decision. */
export const factsOf = (facts: Facts, reference: ReferenceKey): PublicationFacts => ({
  communication: foldCommunication(facts.events(streamOf(reference))),
  handling: foldHandling(facts.events(handlingStreamOf(reference))),
});
