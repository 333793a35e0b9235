import {
  isLetterType,
  kindOfLetter,
  type LetterTrack,
  otherActorCode,
  recogniseMandate,
  type RegionalGroup,
  regionalGroup,
} from '#libs/domain';
import { isJsonObject, type Json, type RecordedEvent } from '#libs/ledger';

import { communicationKey, printedReference } from '../communication-key.js';
import { trackOf } from '../letter-track.js';
import { textOf, textsOf } from '../reading.js';
import { dayOf, lastDayForReply, yearOf } from './days.js';

/** `unread`: a record whose label, or whose code, this software does not know. History is shown and counted all the same. */
export type LetterKind = 'AL' | 'UA' | 'OL' | 'unread';
export type Region = RegionalGroup | 'other_actors' | 'unread';

/** The individuals a letter concerns; `null` when it does not say. */
export interface Individuals {
  readonly all: number;
  readonly women: number;
}

/** A letter that counts, as its last record has it. */
export interface CountedLetter {
  /** `KHM 1/2025`. */
  readonly reference: string;
  readonly stream: string;
  readonly code: string;
  readonly addressee: string;
  readonly year: number;
  readonly day: string | undefined;
  readonly kind: LetterKind;
  readonly region: Region;
  readonly isJoint: boolean;
  /** Whether it enters the joint report, or belongs to one working group's own procedures. */
  readonly track: LetterTrack;
  /** Ids of the mandates in its header that are recognised. */
  readonly mandates: readonly string[];
  readonly individuals: Individuals | null;
  /** The last day for a reply, printed or customary; `undefined` where there is none. */
  readonly replyDueOn: string | undefined;
}

/**
 * The letters that count: those with a record that is not in error and a reference that is not void, by the position of their first
 * record. `standing` are the events that are not in error, in ascending position.
 */
export function countedLetters(standing: readonly RecordedEvent[]): readonly CountedLetter[] {
  const last = new Map<string, RecordedEvent>();
  for (const event of standing)
    if (event.type === 'LetterSent' || event.type === 'LetterCorrected') last.set(event.stream, event);
  for (const event of standing) if (event.type === 'ReferenceVoided') last.delete(event.stream);
  const mandateOf = recogniser();
  return [...last.values()].map((event) => letterOf(event, mandateOf)).filter((letter) => letter !== undefined);
}

type Recognise = typeof recogniseMandate;

/** The same few titles stand on thousands of letters: each is recognised once for a day. */
function recogniser(): Recognise {
  const known = new Map<string, string | undefined>();
  return (title, day) => {
    const key = `${day ?? ''} ${title}`;
    if (!known.has(key)) known.set(key, recogniseMandate(title, day));
    return known.get(key);
  };
}

function letterOf({ stream, data }: RecordedEvent, mandateOf: Recognise): CountedLetter | undefined {
  const key = communicationKey(stream);
  if (key === undefined) return undefined;
  const { on, type, addressee } = data;
  const printed = textsOf(data, 'mandates');
  const day = dayOf(on);
  const ids = printed.map((title) => mandateOf(title, day)).filter((id) => id !== undefined);
  return {
    reference: printedReference(key, undefined),
    stream,
    code: key.code,
    addressee: nameOf(addressee) ?? key.code,
    year: yearOf(on) ?? key.year,
    day,
    kind: isLetterType(type) ? kindOfLetter(type) : 'unread',
    region: key.code === otherActorCode ? 'other_actors' : (regionalGroup(key.code) ?? 'unread'),
    track: trackOf(data, mandateOf),
    isJoint: printed.length > 1 || (textOf(data, 'type') ?? '').startsWith('J'),
    mandates: [...new Set(ids)],
    individuals: individualsOf(data),
    replyDueOn: lastDayForReply(data),
  };
}

const nameOf = (addressee: Json | undefined): string | undefined =>
  addressee !== undefined && isJsonObject(addressee) ? textOf(addressee, 'name') : undefined;

function individualsOf({ individuals }: RecordedEvent['data']): Individuals | null {
  if (individuals === undefined || !isJsonObject(individuals)) return null;
  const counts = Object.values(individuals).filter((count) => typeof count === 'number');
  const { women } = individuals;
  return { all: counts.reduce(added, 0), women: typeof women === 'number' ? women : 0 };
}

/** The sum, or the largest number that can be kept: what is on record, however large, never keeps a figure from being made. */
export const added = (sum: number, count: number): number => Math.min(Number.MAX_SAFE_INTEGER, sum + count);
