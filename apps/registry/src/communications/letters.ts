import { Injectable } from '@nestjs/common';

import {
  type CommunicationState,
  foldCommunication,
  foldPolicy,
  importLetter,
  isOtherActor,
  type LetterSent,
  parseReference,
  receiveReply,
  type ReferenceKey,
  referenceKey,
  referenceOfStream,
  type ReferenceVoided,
  refuseTakenNumber,
  sendLetter,
  type SendingContext,
  streamOf,
  type VoidContext,
  voidReference,
} from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { parseCompactJwt, recordedEvent } from '#libs/integrity';
import { LedgerError, policyStream, type ProposedEvent, type Role } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import { refuseNames } from '../imports/refuse-names.js';
import { type Plan, type Registered, Registrar } from '../registrar.js';
import { Actors, type ActorsLookedUp } from './actors.js';
import type { NextLetter } from './next-letter.js';
import { Numbering } from './numbering.js';
import type { ReplyToLetters } from './reply-to-letters.js';

/** Letters and their numbers, and what came back. */
@Injectable()
export class Letters {
  constructor(
    private readonly registrar: Registrar,
    private readonly numbering: Numbering,
    private readonly actors: Actors,
    private readonly store: EventStore,
  ) {}

  send(command: CommandRequest, reference: ReferenceKey, body: LetterSent): Promise<Registered & Referenced> {
    return this.sendAs(howToSend(body), command, reference, body);
  }

  private async sendAs(
    how: HowToSend,
    command: CommandRequest,
    reference: ReferenceKey,
    body: LetterSent,
  ): Promise<Registered & Referenced> {
    const registered = await this.register(command, reference, { type: 'LetterSent', data: body, ...how });
    return { reference: printedReference(body, registered), ...registered };
  }

  /** The answer to a letter's write that was recorded before; what it recorded, and nothing of the request, is looked at. */
  async answered(command: CommandRequest): Promise<(Registered & Referenced) | undefined> {
    const registered = await this.registrar.answered(command, { type: 'LetterSent' });
    const [sent] = registered?.events ?? [];
    const statement = sent && parseCompactJwt(sent.statement);
    if (registered === undefined || sent === undefined || statement === undefined) return undefined;
    const { data } = recordedEvent(sent.position, statement.payload);
    return { reference: printedReference(data as unknown as LetterSent, registered), ...registered };
  }

  /** Under the next number of the addressee; a repeated request is answered with the number it got. */
  sendNext(command: CommandRequest, { code, year, ...body }: NextLetter): Promise<Registered & Referenced> {
    const counted = year ?? Number(body.on.slice(0, 4));
    const { decide, ...how } = howToSend(body);
    const underNew: typeof decide = (letter, context, state) => {
      refuseTakenNumber(context.reference, state);
      return decide(letter, context, state);
    };
    const act = (reference: ReferenceKey) => this.sendAs({ ...how, decide: underNew }, command, reference, body);
    return this.numbering.withNext(code, counted, act);
  }

  void(command: CommandRequest, reference: ReferenceKey, body: ReferenceVoided): Promise<Registered> {
    const act = { type: 'ReferenceVoided', data: body, decide: voidReference, named: body.replacedBy } as const;
    return this.register(command, reference, act);
  }

  /** One event per letter answered, in one append. The documents are sealed for the first letter's stream and every other one's. */
  receiveReply(command: CommandRequest, { answers, ...body }: ReplyToLetters): Promise<Registered> {
    const references = answers.map(parseReference);
    const streams = references.map(streamOf);
    const planWith = (other: readonly string[]): Plan<Omit<ReplyToLetters, 'answers'>> => ({
      streams: [...new Set([...streams, ...other])],
      sealedUnder: streams,
      resting: { letters: streams },
      decide: (data, facts) => {
        const [elsewhere] = other.map((stream) => foldCommunication(facts.events(stream)));
        const answered = references.map((reference, i) => ({
          reference,
          state: foldCommunication(facts.events(streams[i] ?? '')),
        }));
        return receiveReply(data, { ...facts, replyId: facts.id(0), elsewhere }, answered);
      },
    });
    const { sameReplyAs } = body;
    const plan = sameReplyAs === undefined ? planWith([]) : async () => planWith(await this.letterOf(sameReplyAs));
    return this.registrar.register(command, { type: 'ReplyReceived', data: body, plan });
  }

  /** The stream of the letter in which an event stands; none when it stands in no letter's. */
  private async letterOf(event: string): Promise<readonly string[]> {
    const [entry] = await this.store.find([event]);
    return entry !== undefined && referenceOfStream(entry.stream) !== undefined ? [entry.stream] : [];
  }

  /** An act that also asks which addressee codes are adopted. */
  private register<T extends object>(
    command: CommandRequest,
    reference: ReferenceKey,
    { type, data, decide, named, roles }: LetterAct<T>,
  ): Promise<Registered> {
    const stream = streamOf(reference);
    const other = named == null ? undefined : streamOf(parseReference(named));
    const planWith = ({ actors, lookedUp }: Partial<ActorsLookedUp>): Plan<T> => ({
      streams: [...new Set([stream, policyStream, other ?? stream])],
      sealedUnder: [stream],
      decide: (body, facts) => {
        const { codes } = foldPolicy(facts.events(policyStream));
        const named = other === undefined ? undefined : foldCommunication(facts.events(other));
        const context = { reference, codes, actors: actors ?? [], letterId: facts.id(0), named, ...facts };
        return decide(body, context, foldCommunication(facts.events(stream)));
      },
      ...(lookedUp && { lookedUp }),
    });
    const plan = isOtherActor(reference.code) ? async () => planWith(await this.actors.soFar()) : planWith({});
    return this.registrar.register(command, { type, data, plan, ...(roles && { roles }) });
  }
}

type HowToSend = Pick<LetterAct<LetterSent>, 'decide' | 'roles'>;

const howToSend = ({ restsOn }: LetterSent): HowToSend =>
  restsOn === 'import' ? { decide: importUnread, roles: ['importer'] } : { decide: sendLetter };

const importUnread: typeof importLetter = (letter, ...rest) => {
  refuseNames(letter);
  return importLetter(letter, ...rest);
};

interface LetterAct<T extends object> {
  readonly type: 'LetterSent' | 'ReferenceVoided';
  readonly data: T;
  /** The other letter that it names, by its key. */
  readonly named?: string | null;
  /** When not everyone who records the type may record it this way. */
  readonly roles?: readonly Role[];
  readonly decide: (data: T, context: SendingContext & VoidContext, state: CommunicationState) => ProposedEvent[];
}

/** A letter's write also says under which reference it stands. */
export interface Referenced {
  readonly reference: string;
}

/** `AL KHM 1/2025`, by the stream it was recorded in: a repeated request was perhaps given its number long ago. */
function printedReference({ type }: LetterSent, { events: [sent] }: Registered): string {
  const reference = referenceOfStream(sent?.stream ?? '');
  if (reference === undefined) throw new LedgerError('INTERNAL', 'a letter was recorded in no stream of a letter');
  return `${type} ${referenceKey(reference)}`;
}
