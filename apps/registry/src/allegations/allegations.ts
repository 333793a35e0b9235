import { Injectable } from '@nestjs/common';

import {
  type AllegationLinked,
  type AllegationReceived,
  allegationStream,
  foldAllegation,
  foldCommunication,
  foldPolicy,
  foldSubject,
  linkAllegation,
  parseReference,
  receiveAllegation,
  recordedBy,
  restateText,
  streamOf,
  subjectStream,
  type TextRestated,
} from '#libs/domain';
import { policyStream } from '#libs/ledger';
import { type CommandRequest, requireRole } from '#libs/service';

import { type Cause, type Facts, Recorder } from '../recorder.js';
import { type Registered, Registrar } from '../registrar.js';
import { AllegationOwners } from './allegation-owners.js';
import { NamesInClear } from './names-in-clear.js';

@Injectable()
export class Allegations {
  constructor(
    private readonly registrar: Registrar,
    private readonly recorder: Recorder,
    private readonly owners: AllegationOwners,
    private readonly names: NamesInClear,
  ) {}

  /** Ids are derived from the request, so that a repeated one enrols nobody twice. */
  receive(command: CommandRequest, body: AllegationReceived): Promise<Registered> {
    return this.registrar.register(command, {
      type: 'AllegationReceived',
      data: body,
      plan: (cause) => {
        const ids = this.idsOf(body, cause);
        const known = body.persons.flatMap(({ id }) => (id === undefined ? [] : [id]));
        const persons = body.persons.map((person, i) => person.id ?? ids.personIds[i] ?? '');
        const source = body.source === undefined ? [] : [ids.sourceId];
        const owners = [...source, ...persons].map(subjectStream);
        return {
          streams: [allegationStream(ids.allegationId), policyStream, ...owners],
          sealedUnder: owners,
          decide: (data, facts) =>
            receiveAllegation(data, {
              ...facts,
              ...ids,
              codes: foldPolicy(facts.events(policyStream)).codes,
              subjects: new Map(known.map((id) => [id, foldSubject(facts.events(subjectStream(id)))])),
            }),
        };
      },
    });
  }

  link(command: CommandRequest, id: string, body: AllegationLinked): Promise<Registered> {
    const letter = streamOf(parseReference(body.reference));
    return this.registrar.register(command, {
      type: 'AllegationLinked',
      data: body,
      provided: () => this.names.refuseLink(allegationStream(id), letter),
      plan: () => ({
        streams: [allegationStream(id), letter],
        sealedUnder: [],
        decide: (data, facts) =>
          linkAllegation(
            data,
            { ...facts, allegationId: id },
            { allegation: allegationOf(facts, id), letter: foldCommunication(facts.events(letter)) },
          ),
      }),
    });
  }

  /** The new text is sealed for everyone the allegation's texts are sealed for, but the person it leaves out. */
  async restate(command: CommandRequest, id: string, body: TextRestated): Promise<Registered> {
    requireRole(command.identity, recordedBy('TextRestated'));
    const left = subjectStream(body.without);
    const sealedUnder = (await this.owners.of(allegationStream(id))).filter((owner) => owner !== left);
    return this.registrar.register(command, {
      type: 'TextRestated',
      data: body,
      plan: () => ({
        streams: [allegationStream(id)],
        sealedUnder,
        decide: (data, facts) => restateText(data, { ...facts, allegationId: id }, allegationOf(facts, id)),
      }),
    });
  }

  /** AllegationReceived is event 0 of its request, the source 1, the new persons follow. */
  private idsOf(body: AllegationReceived, cause: Cause) {
    let next = body.source === undefined ? 1 : 2;
    const id = (n: number): string => this.recorder.eventId(cause, n);
    const personIds = body.persons.map((person) => (person.id === undefined ? id(next++) : ''));
    return { allegationId: id(0), sourceId: id(1), personIds };
  }
}

const allegationOf = (facts: Facts, id: string) => foldAllegation(facts.events(allegationStream(id)));
