import { Injectable } from '@nestjs/common';

import { type ReferenceKey, type WithholdingOrder, withholdReply } from '#libs/domain';
import { recordedEvent } from '#libs/integrity';
import type { CommandRequest } from '#libs/service';

import { LetterActs } from '../communications/letter-acts.js';
import { type Registered, Registrar } from '../registrar.js';
import { SealedFields } from '../sealed-fields.js';

/** Withholds a reply, and holds fast under a salt which one it was. */
@Injectable()
export class Withholding {
  constructor(
    private readonly registrar: Registrar,
    private readonly acts: LetterActs,
    private readonly fields: SealedFields,
  ) {}

  /** Throws `SUBJECT_SHREDDED` when the reply can no longer be opened, and what `withholdReply` throws. */
  async withhold(command: CommandRequest, letter: ReferenceKey, order: WithholdingOrder): Promise<Registered> {
    const type = 'ReplyWithheld';
    const answered = await this.registrar.answered(command, { type });
    if (answered !== undefined) return answered;
    const data = { ...order, contents: await this.contentsOf(order.reply) };
    return this.acts.tell(command, letter, { type, data, decide: withholdReply });
  }

  /** SHA-256 of each document of the reply, in order. */
  private async contentsOf(reply: string): Promise<readonly string[]> {
    const entry = await this.fields.entry(reply);
    const { documents } = recordedEvent(entry.position, entry.payload).data as { documents?: readonly unknown[] };
    const paths = (documents ?? []).map((_, index) => `documents/${index}/digest`);
    return Promise.all(paths.map(async (path) => String((await this.fields.open(entry, path)).value)));
  }
}
