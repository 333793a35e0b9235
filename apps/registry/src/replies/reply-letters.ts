import { Injectable } from '@nestjs/common';

import { type EventName, type ReferenceKey, recordedBy, referenceOfStream } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';
import { type CommandRequest, requireRole } from '#libs/service';

/** What every body about a reply names, besides the path. */
interface AboutReply {
  readonly reply: string;
}

/** Finds the letter that a reply answers, by the id of its event. */
@Injectable()
export class ReplyLetters {
  constructor(private readonly store: EventStore) {}

  /**
   * For someone who may record the type: others are told nothing of what exists. Throws `BODY_INVALID` when the body is about another reply
   * than the path, `REPLY_UNKNOWN`.
   */
  async of(id: string, { reply }: AboutReply, command: CommandRequest, type: EventName): Promise<ReferenceKey> {
    requireRole(command.identity, recordedBy(type));
    if (reply !== id) throw new LedgerError('BODY_INVALID', { path: 'reply', reason: 'is not the reply of the path' });
    const [entry] = await this.store.find([id]);
    const event = entry && recordedEvent(entry.position, entry.payload);
    const reference = event?.type === 'ReplyReceived' ? referenceOfStream(event.stream) : undefined;
    if (reference === undefined) throw new LedgerError('REPLY_UNKNOWN');
    return reference;
  }
}
