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

import { LedgerIndex } from '../ledger-index.js';
import { type Registered, Registrar } from '../registrar.js';
import { allegationOf, type OnAllegation, planOn } from './on-allegation.js';

/** What becomes of an allegation: judged, consented to, taken up in a letter, ended. Nothing of it is a text. */
@Injectable()
export class AllegationCourse {
  constructor(
    private readonly registrar: Registrar,
    private readonly index: LedgerIndex,
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

  /** Whatever was recorded of the letters of either must hold no name of the other. */
  merge(command: CommandRequest, id: string, data: AllegationMerged): Promise<Registered> {
    const [ending, into] = [allegationStream(id), allegationStream(data.into)];
    return this.registrar.register(command, {
      type: 'AllegationMerged',
      data,
      plan: async () => {
        await this.index.upToDate();
        const { links } = this.index;
        return {
          streams: [ending, into],
          sealedUnder: [],
          lookedUp: { size: this.index.heads.size, isOldBy: ({ stream }) => stream === into || stream === ending },
          joining: [
            { allegation: ending, letters: links.lettersOf(into) },
            { allegation: into, letters: links.lettersOf(ending) },
          ],
          decide: (body, facts) =>
            mergeAllegation(
              body,
              { ...facts, allegationId: id },
              { allegation: allegationOf(facts, id), into: foldAllegation(facts.events(into)) },
            ),
        };
      },
    });
  }

  /** Whatever was recorded of the letter so far must hold no name of the allegation. */
  link(command: CommandRequest, id: string, data: AllegationLinked): Promise<Registered> {
    return this.registrar.register(command, {
      type: 'AllegationLinked',
      data,
      plan: () => {
        const letter = streamOf(parseReference(data.reference));
        return {
          streams: [allegationStream(id), letter],
          sealedUnder: [],
          joining: [{ allegation: allegationStream(id), letters: [letter] }],
          decide: (body, facts) =>
            linkAllegation(
              body,
              { ...facts, allegationId: id },
              { allegation: allegationOf(facts, id), letter: foldCommunication(facts.events(letter)) },
            ),
        };
      },
    });
  }

  private act<T extends object>(command: CommandRequest, id: string, act: OnAllegation<T>): Promise<Registered> {
    return this.registrar.register(command, { type: act.type, data: act.data, plan: () => planOn(id, act) });
  }
}
