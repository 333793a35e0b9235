import { parseReference, streamOf } from '#libs/domain';
import type { RecordedEvent } from '#libs/ledger';
import { actorAddressed, actorLettersOf, mayBelongToFile } from '#libs/projections';

/** What the last record of a letter that names an other actor says of it. */
export interface ActorRow {
  readonly id: string;
  readonly stream: string;
  readonly kind: string;
  readonly name: string;
  /** Where the letter's stream first named it. */
  readonly since: number;
}

/** A press release or follow-up that is about a letter to an other actor. */
export interface MentionRow {
  readonly letter: string;
  readonly stream: string;
  readonly since: number;
}

/** The rows that a page of events adds or changes. */
export interface ActorRows {
  readonly actors: readonly ActorRow[];
  readonly mentions: readonly MentionRow[];
}

export function actorRows(events: readonly RecordedEvent[]): ActorRows {
  const actors = new Map<string, ActorRow>();
  const mentions = new Map<string, MentionRow>();
  for (const event of events) {
    const { stream, position } = event;
    const actor = actorAddressed(event);
    const name = `${actor?.id} ${stream}`;
    if (actor !== undefined) actors.set(name, { ...actor, stream, since: actors.get(name)?.since ?? position });
    if (actor !== undefined || !mayBelongToFile(stream) || event.codes.length === 0) continue;
    for (const letter of actorLettersOf(event).map((key) => streamOf(parseReference(key))))
      if (!mentions.has(`${letter} ${stream}`))
        mentions.set(`${letter} ${stream}`, { letter, stream, since: position });
  }
  return { actors: [...actors.values()], mentions: [...mentions.values()] };
}
