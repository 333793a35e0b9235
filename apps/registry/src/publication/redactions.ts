import { Injectable } from '@nestjs/common';

import {
  approveRedaction,
  foldCommunication,
  foldHandling,
  handlingStreamOf,
  proposeRedaction,
  type RedactionApproved,
  type RedactionProposed,
  type ReferenceKey,
  streamOf,
} from '#libs/domain';
import type { CommandRequest } from '#libs/service';

import { type Registered, Registrar } from '../registrar.js';

/** The public rendition of a letter: put forward by one person, approved by another. */
@Injectable()
export class Redactions {
  constructor(private readonly registrar: Registrar) {}

  propose(command: CommandRequest, reference: ReferenceKey, body: RedactionProposed): Promise<Registered> {
    const [handling, letter] = [handlingStreamOf(reference), streamOf(reference)];
    return this.registrar.register(command, {
      type: 'RedactionProposed',
      data: body,
      plan: () => ({
        streams: [handling, letter],
        sealedUnder: [handling],
        decide: (data, facts) =>
          proposeRedaction(
            data,
            { ...facts, reference, ps: facts.pseudonym(handling) },
            { communication: foldCommunication(facts.events(letter)), handling: foldHandling(facts.events(handling)) },
          ),
      }),
    });
  }

  approve(command: CommandRequest, reference: ReferenceKey, body: RedactionApproved): Promise<Registered> {
    const [handling, letter] = [handlingStreamOf(reference), streamOf(reference)];
    return this.registrar.register(command, {
      type: 'RedactionApproved',
      data: body,
      plan: () => ({
        streams: [handling, letter],
        sealedUnder: [],
        decide: (data, facts) =>
          approveRedaction(
            data,
            { ...facts, reference, ps: facts.pseudonym(handling) },
            { communication: foldCommunication(facts.events(letter)), handling: foldHandling(facts.events(handling)) },
          ),
      }),
    });
  }
}
