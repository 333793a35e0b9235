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
import { AllegationOwners } from './allegation-owners.js';
import { type OnAllegation, planOn } from './on-allegation.js';

/** Texts that come in on an allegation: each is sealed for everyone whose texts the allegation's are. */
@Injectable()
export class AllegationTexts {
  constructor(
    private readonly registrar: Registrar,
    private readonly owners: AllegationOwners,
  ) {}

  async reportReprisal(command: CommandRequest, id: string, data: ReprisalReported): Promise<Registered> {
    const sealedUnder = await this.owners.of(allegationStream(id));
    return this.act(command, id, { type: 'ReprisalReported', data, sealedUnder, decide: reportReprisal });
  }

  async comment(command: CommandRequest, id: string, data: SourceCommentReceived): Promise<Registered> {
    const sealedUnder = await this.owners.of(allegationStream(id));
    return this.act(command, id, { type: 'SourceCommentReceived', data, sealedUnder, decide: receiveSourceComment });
  }

  /** The new text is sealed for everyone but the person it leaves out. */
  async restate(command: CommandRequest, id: string, data: TextRestated): Promise<Registered> {
    const left = subjectStream(data.without);
    const sealedUnder = (await this.owners.of(allegationStream(id))).filter((owner) => owner !== left);
    return this.act(command, id, { type: 'TextRestated', data, sealedUnder, decide: restateText });
  }

  private act<T extends object>(command: CommandRequest, id: string, act: OnAllegation<T>): Promise<Registered> {
    return this.registrar.register(command, { type: act.type, data: act.data, plan: () => planOn(id, act) });
  }
}
