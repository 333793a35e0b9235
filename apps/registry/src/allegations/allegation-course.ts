import { Injectable } from '@nestjs/common';

import {
  type AllegationAssessed,
  type AllegationClosed,
  type AllegationLinked,
  type AllegationMerged,
  allegationStream,
  assessAllegation,
  changeConsent,
  closeAllegation,
  type ConsentChanged,
  foldAllegation,
  foldCommunication,
  linkAllegation,
  mergeAllegation,
  parseReference,
  reviewReprisalRisk,
  type ReprisalRiskReviewed,
  streamOf,
  subjectStream,
} from '#libs/domain';
import type { CommandRequest } from '#libs/service';

import { type Registered, Registrar } from '../registrar.js';
import { NamesInClear } from './names-in-clear.js';
import { allegationOf, type OnAllegation, planOn } from './on-allegation.js';

/** What becomes of an allegation: judged, consented to, taken up in a letter, ended. Nothing of it is a text. */
@Injectable()
export class AllegationCourse {
  constructor(
    private readonly registrar: Registrar,
    private readonly names: NamesInClear,
  ) {}

  assess(command: CommandRequest, id: string, data: AllegationAssessed): Promise<Registered> {
    return this.act(command, id, { type: 'AllegationAssessed', data, decide: assessAllegation });
  }

  close(command: CommandRequest, id: string, data: AllegationClosed): Promise<Registered> {
    return this.act(command, id, { type: 'AllegationClosed', data, decide: closeAllegation });
  }

  reviewRisk(command: CommandRequest, id: string, data: ReprisalRiskReviewed): Promise<Registered> {
    return this.act(command, id, { type: 'ReprisalRiskReviewed', data, decide: reviewReprisalRisk });
  }

  /** The paper on which a consent is given is sealed for that person alone. */
  changeConsent(command: CommandRequest, id: string, data: ConsentChanged): Promise<Registered> {
    const sealedUnder = data.documents.length === 0 ? [] : [subjectStream(data.person)];
    return this.act(command, id, { type: 'ConsentChanged', data, sealedUnder, decide: changeConsent });
  }

  merge(command: CommandRequest, id: string, data: AllegationMerged): Promise<Registered> {
    return this.registrar.register(command, {
      type: 'AllegationMerged',
      data,
      plan: () => ({
        streams: [allegationStream(id), allegationStream(data.into)],
        sealedUnder: [],
        decide: (body, facts) =>
          mergeAllegation(
            body,
            { ...facts, allegationId: id },
            {
              allegation: allegationOf(facts, id),
              into: foldAllegation(facts.events(allegationStream(body.into))),
            },
          ),
      }),
    });
  }

  /** Whatever was recorded of the letter so far must hold no name of the allegation. */
  link(command: CommandRequest, id: string, data: AllegationLinked): Promise<Registered> {
    return this.registrar.register(command, {
      type: 'AllegationLinked',
      data,
      plan: async () => {
        const letter = streamOf(parseReference(data.reference));
        const names = await this.names.of(id);
        return {
          streams: [allegationStream(id), letter],
          sealedUnder: [],
          decide: (body, facts) => {
            const recorded = facts.events(letter);
            const state = { allegation: allegationOf(facts, id), letter: foldCommunication(recorded) };
            const events = linkAllegation(body, { ...facts, allegationId: id }, state);
            names.refuse(recorded.map((event) => event.data));
            return events;
          },
        };
      },
    });
  }

  private act<T extends object>(command: CommandRequest, id: string, act: OnAllegation<T>): Promise<Registered> {
    return this.registrar.register(command, { type: act.type, data: act.data, plan: () => planOn(id, act) });
  }
}
