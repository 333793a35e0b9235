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
import { allegationOf, allegationsIn, joins, type OnAllegation, planOn } from './on-allegation.js';

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

  /** Whatever was recorded of the letters of either must hold no name of the other, nor a person of the other be against transmission. */
  merge(command: CommandRequest, id: string, data: AllegationMerged): Promise<Registered> {
    const [ending, into] = [allegationStream(id), allegationStream(data.into)];
    return this.registrar.register(command, {
      type: 'AllegationMerged',
      data,
      plan: async () => {
        await this.index.upToDate();
        const { links } = this.index;
        const [endingWith, intoWith] = [this.othersIn(ending), this.othersIn(into)];
        const together = [ending, ...endingWith, into, ...intoWith];
        return {
          streams: [...new Set(together)],
          sealedUnder: [],
          lookedUp: {
            size: this.index.heads.size,
            isOldBy: (event) => event.stream === into || event.stream === ending || joins(event, together),
          },
          joining: [
            { allegation: ending, letters: links.lettersOf(into) },
            { allegation: into, letters: links.lettersOf(ending) },
          ],
          decide: (body, facts) =>
            mergeAllegation(
              body,
              { ...facts, allegationId: id },
              {
                ending: [allegationOf(facts, id), ...allegationsIn(facts, endingWith)],
                into: [allegationOf(facts, data.into), ...allegationsIn(facts, intoWith)],
              },
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
      plan: async () => {
        const [own, letter] = [allegationStream(id), streamOf(parseReference(data.reference))];
        await this.index.upToDate();
        const others = this.othersIn(own);
        return {
          streams: [own, letter, ...others],
          sealedUnder: [],
          lookedUp: { size: this.index.heads.size, isOldBy: (event) => joins(event, [own, ...others]) },
          joining: [{ allegation: own, letters: [letter] }],
          decide: (body, facts) =>
            linkAllegation(
              body,
              { ...facts, allegationId: id },
              {
                allegation: allegationOf(facts, id),
                others: allegationsIn(facts, others),
                letter: foldCommunication(facts.events(letter)),
              },
            ),
        };
      },
    });
  }

  /** The allegations that became one with it. The index must be up to date. */
  private othersIn(stream: string): readonly string[] {
    return this.index.links.together(stream).filter((other) => other !== stream);
  }

  private act<T extends object>(command: CommandRequest, id: string, act: OnAllegation<T>): Promise<Registered> {
    return this.registrar.register(command, { type: act.type, data: act.data, plan: () => planOn(id, act) });
  }
}
