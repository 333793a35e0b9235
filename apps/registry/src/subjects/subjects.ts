import { Injectable } from '@nestjs/common';

import {
  approveShred,
  foldSubject,
  mergeSubjects,
  requestShred,
  type ShredApproved,
  type ShredRequested,
  type SubjectsMerged,
  subjectStream,
} from '#libs/domain';
import { LedgerError } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import { type Registered, Registrar } from '../registrar.js';

/** Persons with a key of their own: found to be the same, or to be erased, which one person asks for and another approves. */
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

  merge(command: CommandRequest, id: string, body: SubjectsMerged): Promise<Registered> {
    if (body.survivor !== id)
      throw new LedgerError('BODY_INVALID', { path: 'survivor', reason: 'must be the subject of the address' });
    const [survivor, merged] = [subjectStream(body.survivor), subjectStream(body.merged)];
    return this.registrar.register(command, {
      type: 'SubjectsMerged',
      data: body,
      plan: () => ({
        streams: [survivor, merged],
        sealedUnder: [],
        decide: (data, facts) =>
          mergeSubjects(data, facts, {
            survivor: foldSubject(facts.events(survivor)),
            merged: foldSubject(facts.events(merged)),
          }),
      }),
    });
  }
}
