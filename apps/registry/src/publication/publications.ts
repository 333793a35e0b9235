import { Injectable } from '@nestjs/common';

import {
  foldCommunication,
  importLetterPublication,
  importReplyPublication,
  publishLetter,
  publishReply,
  type ReferenceKey,
  replaceRendition,
  type ReplacementOrder,
  streamOf,
  withdrawPublication,
} from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import { LetterActs } from '../communications/letter-acts.js';
import { type Act, type Registered, Registrar } from '../registrar.js';
import { type ApprovedRendition, ApprovedRenditions } from './approved-renditions.js';
import { PublicShelf } from './public-shelf.js';
import type { PublicationRequest, WithdrawalRequest } from './publication-request.js';

/** Whoever may record a publication of this house, and whoever may say that there was one elsewhere. */
const publisher = ['publisher'] as const;
const importer = ['importer'] as const;

/** What becomes public and what ceases to be: the record first decides, and the public archive follows it. */
@Injectable()
export class Publications {
  constructor(
    private readonly registrar: Registrar,
    private readonly acts: LetterActs,
    private readonly renditions: ApprovedRenditions,
    private readonly shelf: PublicShelf,
    private readonly store: EventStore,
  ) {}

  publishLetter(command: CommandRequest, reference: ReferenceKey, body: PublicationRequest): Promise<Registered> {
    const type = 'LetterPublished';
    if (body.publishedElsewhere !== undefined) {
      const act = { type, data: said(body), decide: importLetterPublication, roles: importer } as const;
      return this.acts.publishLetter(command, reference, act);
    }
    const find = () => this.renditions.last(reference, undefined, body.released ?? []);
    return this.show(command, { type, roles: publisher, find }, (shown) => {
      const act = { type, data: { ...said(body), ...named(shown) }, decide: publishLetter, roles: publisher } as const;
      return this.acts.publishLetter(command, reference, act);
    });
  }

  publishReply(
    command: CommandRequest,
    { reference, reply }: PublishedReply,
    body: PublicationRequest,
  ): Promise<Registered> {
    const type = 'ReplyPublished';
    const data = { ...said(body), reply };
    if (body.publishedElsewhere !== undefined) {
      const act = { type, data, decide: importReplyPublication, roles: importer } as const;
      return this.acts.publish(command, reference, act);
    }
    const find = () => this.renditions.last(reference, reply, body.released ?? []);
    return this.show(command, { type, roles: publisher, find }, (shown) => {
      const act = { type, data: { ...data, ...named(shown) }, decide: publishReply, roles: publisher } as const;
      return this.acts.publish(command, reference, act);
    });
  }

  replace(command: CommandRequest, reference: ReferenceKey, body: ReplacementOrder): Promise<Registered> {
    const type = 'RenditionReplaced';
    const find = async () => this.renditions.last(reference, await this.replyOf(reference, body.publication), []);
    return this.show(command, { type, find }, (shown) => {
      const data = { ...body, ...named(shown) };
      return this.acts.publish(command, reference, { type, data, decide: replaceRendition });
    });
  }

  async withdraw(command: CommandRequest, reference: ReferenceKey, body: WithdrawalRequest): Promise<Registered> {
    const act = { type: 'PublicationWithdrawn', data: body, decide: withdrawPublication } as const;
    const registered = await this.acts.tell(command, reference, act);
    await this.shelf.clearAfter();
    return registered;
  }

  /** A repeated request is answered before anything is opened, and shows nothing again that was withdrawn since. */
  private async show(
    command: CommandRequest,
    { find, ...act }: Pick<Act<object>, 'type' | 'roles'> & { readonly find: () => Promise<ApprovedRendition> },
    record: (shown: ApprovedRendition) => Promise<Registered>,
  ): Promise<Registered> {
    const answered = await this.registrar.answered(command, act);
    if (answered !== undefined) return answered;
    const shown = await find();
    return this.shelf.show(shown, () => record(shown));
  }

  /** The reply that a publication shows; `undefined` for the letter itself. */
  private async replyOf(reference: ReferenceKey, publication: string): Promise<string | undefined> {
    const [entry] = await this.store.find([publication]);
    if (entry?.stream !== streamOf(reference))
      throw new LedgerError('NOT_PUBLISHED', { path: 'publication', reason: 'none' });
    return foldCommunication([recordedEvent(entry.position, entry.payload)]).publications[0]?.reply;
  }
}

export interface PublishedReply {
  readonly reference: ReferenceKey;
  readonly reply: string;
}

const said = ({ on, summary, released, publishedElsewhere }: PublicationRequest) => ({
  on,
  released: released ?? [],
  ...(summary === undefined ? {} : { summary }),
  ...(publishedElsewhere === undefined ? {} : { publishedElsewhere }),
});

const named = ({ rendition, approval }: ApprovedRendition) => ({ rendition, approval });
