import {
  type CommunicationState,
  foldCommunication,
  foldHandling,
  foldPolicy,
  handlingStreamOf,
  type LinkedLetters,
  parseReference,
  type PublicationContext,
  type PublicationFacts,
  referenceOfStream,
  streamOf,
  zurichDay,
} from '#libs/domain';
import { policyStream, type ProposedEvent, type RecordedEvent, type Role } from '#libs/ledger';
import { clearFields, eventId } from '#libs/testing';

import { letterKeys } from './model.js';

/** Who acts. The clock and the operator have no name. */
export interface Person {
  readonly name?: string | undefined;
  readonly role: Role;
}

/** How a person is known in one stream. */
export const pseudonymIn = (stream: string, name: string): string => `${name} in ${stream}`;

/**
 * What the registry gives to a decision, from a ledger in memory: the time, ids, pseudonyms, and the streams folded by the domain's own
 * functions. Everything handed out is frozen, so that a decision which changes what it was given fails.
 */
export class MemoryLedger {
  readonly all: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();

  /** Milliseconds since 1970. */
  constructor(public now: number) {}

  get size(): number {
    return this.all.length;
  }

  get time(): { readonly now: number; readonly today: string } {
    return { now: this.now, today: zurichDay(this.now) };
  }

  get codes(): ReadonlySet<string> {
    return foldPolicy(this.events(policyStream)).codes;
  }

  events(stream: string): readonly RecordedEvent[] {
    return this.streams.get(stream) ?? [];
  }

  event(id: string | undefined): RecordedEvent | undefined {
    return this.all.find((event) => event.id === id);
  }

  /** The id that the n-th event from here will have. */
  nextId(n = 0): string {
    return eventId(this.size + n);
  }

  communication(key: string): CommunicationState {
    return frozen(foldCommunication(this.events(streamOf(parseReference(key)))));
  }

  /** Every number of the year that anything was recorded under. */
  numbers(code: string, year: number): ReadonlyMap<number, CommunicationState> {
    const keys = [...this.streams.keys()].flatMap((stream) => referenceOfStream(stream) ?? []);
    const own = keys.filter((key) => key.code === code && key.year === year);
    return new Map(own.map((key) => [key.serial, this.communication(`${code} ${key.serial}/${year}`)]));
  }

  /** What decisions about the publication of a letter rest on. */
  file(key: string): PublicationFacts {
    const handling = frozen(foldHandling(this.events(handlingStreamOf(parseReference(key)))));
    return { communication: this.communication(key), handling };
  }

  /** The letters that links may lead to, with the work on them. */
  get linked(): LinkedLetters {
    return new Map(letterKeys.map((key) => [key, this.file(key)]));
  }

  /** What is on record with regard to a letter outside its own stream: the work on it, and every follow-up. */
  aside(key: string): readonly RecordedEvent[] {
    const followUps = this.all.filter(({ stream }) => stream.startsWith('follow_up-'));
    return [...this.events(handlingStreamOf(parseReference(key))), ...followUps];
  }

  /** The links by which allegations stand behind a letter. */
  linksTo(key: string): readonly RecordedEvent[] {
    return this.all.filter(({ type, data }) => type === 'AllegationLinked' && data['reference'] === key);
  }

  onLetter(key: string, name: string): PublicationContext {
    const reference = parseReference(key);
    return { ...this.time, reference, ps: pseudonymIn(handlingStreamOf(reference), name) };
  }

  /** Appends what was decided; the ids of the events. */
  append(events: readonly ProposedEvent[], by: Person): string[] {
    return events.map((event) => this.record(event, by).id);
  }

  private record({ stream, type, version, codes, data }: ProposedEvent, { name, role }: Person): RecordedEvent {
    const own = this.streams.get(stream) ?? [];
    const event = frozen({
      ...{ position: this.size, id: this.nextId(), stream, revision: own.length, type, version },
      time: new Date(this.now).toISOString(),
      by: name === undefined ? { role } : { role, ps: pseudonymIn(stream, name) },
      codes: [...codes],
      data: clearFields(type, data),
    });
    this.all.push(event);
    this.streams.set(stream, [...own, event]);
    return event;
  }
}

export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
