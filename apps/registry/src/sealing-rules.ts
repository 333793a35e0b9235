import { isJsonObject, type ProposedEvent } from '#libs/ledger';

/** The stream of a subject, under whose name its data key is kept. */
export const subjectStream = (id: string): string => `subject-${id}`;

/**
 * Under whose keys a slot of an event is sealed: particulars under that person's; a text, a list of names or a document of an allegation
 * under those of its `owners`, the source first, then its persons; everything else under a key named by its stream (design page 3.4).
 */
export function keyNamesOf(event: ProposedEvent, path: string, owners: readonly string[]): readonly string[] {
  if (!event.stream.startsWith('allegation-')) return [event.stream];
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
