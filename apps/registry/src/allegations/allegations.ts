import { Injectable } from '@nestjs/common';

import {
  addFurtherInformation,
  type AllegationReceived,
  allegationStream,
  foldPolicy,
  foldSubject,
  type FurtherInformationReceived,
  receiveAllegation,
  subjectStream,
  type SubjectState,
} from '#libs/domain';
import { policyStream } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import { type Cause, type Facts, Recorder } from '../recorder.js';
import { type Registered, Registrar } from '../registrar.js';
import { AllegationOwners } from './allegation-owners.js';
import { allegationOf } from './on-allegation.js';

type Persons = AllegationReceived['persons'];

/** What comes in with the people it names, each of whom gets a key of their own. */
@Injectable()
export class Allegations {
  constructor(
    private readonly registrar: Registrar,
    private readonly recorder: Recorder,
    private readonly owners: AllegationOwners,
  ) {}

  /** Ids are derived from the request, so that a repeated one enrols nobody twice. */
  receive(command: CommandRequest, body: AllegationReceived): Promise<Registered> {
    return this.registrar.register(command, {
      type: 'AllegationReceived',
      data: body,
      plan: (cause) => {
        const [allegationId, sourceId] = [this.recorder.eventId(cause, 0), this.recorder.eventId(cause, 1)];
        const personIds = this.idsOf(body.persons, cause, body.source === undefined ? 1 : 2);
        const source = body.source === undefined ? [] : [sourceId];
        const owners = [...source, ...subjectIds(body.persons, personIds)].map(subjectStream);
        return {
          streams: [allegationStream(allegationId), policyStream, ...owners],
          sealedUnder: owners,
          decide: (data, facts) =>
            receiveAllegation(data, {
              ...{ ...facts, allegationId, sourceId, personIds },
              codes: foldPolicy(facts.events(policyStream)).codes,
              subjects: subjectsOf(facts, body.persons),
            }),
        };
      },
    });
  }

  /** The text is sealed for the allegation's people and for those who join them. */
  addInformation(command: CommandRequest, id: string, body: FurtherInformationReceived): Promise<Registered> {
    return this.registrar.register(command, {
      type: 'FurtherInformationReceived',
      data: body,
      plan: async (cause) => {
        const before = await this.owners.of(allegationStream(id));
        const personIds = this.idsOf(body.persons, cause, 1);
        const joining = subjectIds(body.persons, personIds).map(subjectStream);
        return {
          streams: [allegationStream(id), ...joining],
          sealedUnder: [...new Set([...before, ...joining])],
          decide: (data, facts) =>
            addFurtherInformation(
              data,
              { ...facts, allegationId: id, personIds, subjects: subjectsOf(facts, body.persons) },
              allegationOf(facts, id),
            ),
        };
      },
    });
  }

  /** Ids for those whom the body does not name as a known subject; they are the events of the request from the n-th on. */
  private idsOf(persons: Persons, cause: Cause, n: number): string[] {
    let next = n;
    return persons.map((person) => (person.id === undefined ? this.recorder.eventId(cause, next++) : ''));
  }
}

const subjectIds = (persons: Persons, ids: readonly string[]): string[] =>
  persons.map((person, i) => person.id ?? ids[i] ?? '');

function subjectsOf(facts: Facts, persons: Persons): ReadonlyMap<string, SubjectState> {
  const known = persons.flatMap(({ id }) => (id === undefined ? [] : [id]));
  return new Map(known.map((id) => [id, foldSubject(facts.events(subjectStream(id)))]));
}
