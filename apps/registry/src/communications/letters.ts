import { Injectable } from '@nestjs/common';

import {
  confirmDispatch,
  correctLetter,
  type DispatchConfirmed,
  foldCommunication,
  foldPolicy,
  type LetterCorrected,
  type LetterSent,
  parseReference,
  type ReferenceKey,
  referenceKey,
  receiveReply,
  sendLetter,
  streamOf,
} from '#libs/domain';
import { policyStream } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import type { Facts } from '../recorder.js';
import { type Registered, Registrar } from '../registrar.js';
import type { ReplyToLetters } from './reply-to-letters.js';

/** Letters, what is known of their arrival, and what came back. */
@Injectable()
export class Letters {
  constructor(private readonly registrar: Registrar) {}

  async send(command: CommandRequest, reference: ReferenceKey, body: LetterSent): Promise<Registered & Referenced> {
    const stream = streamOf(reference);
    const registered = await this.registrar.register(command, {
      type: 'LetterSent',
      data: body,
      plan: () => ({
        streams: [stream, policyStream],
        sealedUnder: [stream],
        decide: (data, facts) => sendLetter(data, inForce(facts, reference), foldCommunication(facts.events(stream))),
      }),
    });
    return { reference: `${body.type} ${referenceKey(reference)}`, ...registered };
  }

  correct(command: CommandRequest, reference: ReferenceKey, body: LetterCorrected): Promise<Registered> {
    const stream = streamOf(reference);
    return this.registrar.register(command, {
      type: 'LetterCorrected',
      data: body,
      readWith: [stream],
      plan: () => ({
        streams: [stream, policyStream],
        sealedUnder: [stream],
        decide: (data, facts) =>
          correctLetter(data, inForce(facts, reference), foldCommunication(facts.events(stream))),
      }),
    });
  }

  confirmDispatch(command: CommandRequest, reference: ReferenceKey, body: DispatchConfirmed): Promise<Registered> {
    const stream = streamOf(reference);
    return this.registrar.register(command, {
      type: 'DispatchConfirmed',
      data: body,
      readWith: [stream],
      plan: () => ({
        streams: [stream],
        sealedUnder: [stream],
        decide: (data, facts) =>
          confirmDispatch(data, { ...facts, reference }, foldCommunication(facts.events(stream))),
      }),
    });
  }

  /** One event per letter answered, in one append. The documents are sealed for the first letter's stream and every other one's. */
  receiveReply(command: CommandRequest, { answers, ...body }: ReplyToLetters): Promise<Registered> {
    const references = answers.map(parseReference);
    const streams = references.map(streamOf);
    return this.registrar.register(command, {
      type: 'ReplyReceived',
      data: body,
      readWith: streams,
      plan: () => ({
        streams,
        sealedUnder: streams,
        decide: (data, facts) =>
          receiveReply(
            data,
            { ...facts, replyId: facts.id(0) },
            references.map((reference, i) => ({ reference, state: foldCommunication(facts.events(streams[i] ?? '')) })),
          ),
      }),
    });
  }
}

/** A letter's write also says under which reference it stands. */
export interface Referenced {
  readonly reference: string;
}

const inForce = (facts: Facts, reference: ReferenceKey) => ({
  ...facts,
  reference,
  codes: foldPolicy(facts.events(policyStream)).codes,
});
