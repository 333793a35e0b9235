import { Injectable } from '@nestjs/common';

import {
  approveShred,
  foldSubject,
  requestShred,
  type ShredApproved,
  type ShredRequested,
  subjectStream,
} from '#libs/domain';
import type { CommandRequest } from '#libs/service';

import { type Registered, Registrar } from '../registrar.js';

/** The destruction of a person's key is asked for by one person and approved by another. */
@Injectable()
export class Subjects {
  constructor(private readonly registrar: Registrar) {}

  request(command: CommandRequest, id: string, body: ShredRequested): Promise<Registered> {
    const stream = subjectStream(id);
    return this.registrar.register(command, {
      type: 'ShredRequested',
      data: body,
      plan: () => ({
        streams: [stream],
        sealedUnder: [],
        decide: (data, facts) => requestShred(data, { ...facts, subjectId: id }, foldSubject(facts.events(stream))),
      }),
    });
  }

  approve(command: CommandRequest, id: string, body: ShredApproved): Promise<Registered> {
    const stream = subjectStream(id);
    return this.registrar.register(command, {
      type: 'ShredApproved',
      data: body,
      plan: () => ({
        streams: [stream],
        sealedUnder: [],
        decide: (data, facts) =>
          approveShred(
            data,
            { ...facts, subjectId: id, ps: facts.pseudonym(stream) },
            foldSubject(facts.events(stream)),
          ),
      }),
    });
  }
}
