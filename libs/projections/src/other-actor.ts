import { isJsonObject, isOtherActor, type RecordedEvent } from '#libs/ledger';

import { communicationKey } from './communication-key.js';
import { textOf, textsOf } from './reading.js';

/** An addressee that is no State, as a letter to it names it. */
export interface ActorAddressed {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
}

/**
 * The other actor that an event says its letter is to. A letter recorded without an id is the first to its actor, whose id is that of the
 * event; a correction without one leaves the letter with whom it was.
 */
export function actorAddressed({ id: event, stream, type, data }: RecordedEvent): ActorAddressed | undefined {
  const key = communicationKey(stream);
  if (key === undefined || !isOtherActor(key.code) || (type !== 'LetterSent' && type !== 'LetterCorrected'))
    return undefined;
  const addressee = isJsonObject(data['addressee']) ? data['addressee'] : {};
  const [kind = 'other', name = ''] = [textOf(addressee, 'kind'), textOf(addressee, 'name')];
  const id = textOf(addressee, 'id') ?? (type === 'LetterSent' ? event : undefined);
  return id === undefined ? undefined : { id, kind, name };
}

/** The keys of letters to other actors that something which everyone reads is about. */
export const actorLettersOf = ({ data }: RecordedEvent): readonly string[] =>
  textsOf(data, 'references').filter((key) => isOtherActor(key.slice(0, 3)));
