import { Injectable } from '@nestjs/common';

import {
  allegationStream,
  receiveSourceComment,
  reportReprisal,
  type ReprisalReported,
  restateText,
  type SourceCommentReceived,
  subjectStream,
  type TextRestated,
} from '#libs/domain';
import type { CommandRequest } from '#libs/service';

import { type Registered, Registrar } from '../registrar.js';
import { SamePerson } from '../subjects/same-person.js';
import { AllegationOwners } from './allegation-owners.js';
import { type OnAllegation, planOn } from './on-allegation.js';

/** Texts that come in on an allegation: each is sealed for everyone whose texts the allegation's are. */
@Injectable()
export class AllegationTexts {
  constructor(
    private readonly registrar: Registrar,
    private readonly owners: AllegationOwners,
    private readonly samePerson: SamePerson,
  ) {}

  reportReprisal(command: CommandRequest, id: string, data: ReprisalReported): Promise<Registered> {
    return this.act(command, id, { type: 'ReprisalReported', data, decide: reportReprisal });
  }

  comment(command: CommandRequest, id: string, data: SourceCommentReceived): Promise<Registered> {
    return this.act(command, id, { type: 'SourceCommentReceived', data, decide: receiveSourceComment });
  }

  /** The new text is sealed for everyone but the person it leaves out, under whichever ids that person is known. */
  restate(command: CommandRequest, id: string, data: TextRestated): Promise<Registered> {
    return this.act(command, id, { type: 'TextRestated', data, decide: restateText }, data.without);
  }

  private act<T extends object>(
    command: CommandRequest,
    id: string,
    act: OnAllegation<T>,
    leftOut?: string,
  ): Promise<Registered> {
    return this.registrar.register(command, {
      type: act.type,
      data: act.data,
      plan: async () => {
        const owners = await this.owners.of(allegationStream(id));
        const ids = leftOut === undefined ? [] : await this.samePerson.idsOf(leftOut);
        const theirs = ids.map(subjectStream);
        return planOn(id, { ...act, sealedUnder: owners.filter((owner) => !theirs.includes(owner)) });
      },
    });
  }
}
