import { declarationOf, type EventName, slotsOf, subjectStream } from '#libs/domain';
import { isJsonObject, type ProposedEvent } from '#libs/ledger';

/**
 * Under whose keys a slot of an event is sealed: particulars under that person's; texts, lists of names and documents under those of all
 * `owners` (of an allegation the source first, then its persons; of letters and replies their streams), or else under a key named by the
 * event's stream (design page 3.4). A document's file is encrypted under the keys of its `digest` slot.
 */
export function keyNamesOf(event: ProposedEvent, path: string, owners: readonly string[]): readonly string[] {
  if (owners.length === 0) return [event.stream];
  if (path === 'source') return owners.slice(0, 1);
  const index = /^persons\/(\d+)\/particulars$/.exec(path)?.[1];
  const person = index === undefined ? undefined : personAt(event, Number(index));
  return person === undefined ? owners : [subjectStream(person)];
}

function personAt(event: ProposedEvent, index: number): string | undefined {
  const { persons } = event.data as { persons?: readonly unknown[] };
  const person = persons?.[index];
  const id = isJsonObject(person) ? person['id'] : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** Whether an event of this type and payload has a sealed field: one that is always there, sealed also when it is left out, or one of a list. */
export const sealsSomething = (type: EventName, data: object): boolean =>
  slotsOf(type, declarationOf(type)?.ver ?? 1).some((slot) => {
    const [name = '', star] = slot.split('/');
    const list = (data as Readonly<Record<string, unknown>>)[name];
    return star === undefined || (Array.isArray(list) && list.length > 0);
  });
