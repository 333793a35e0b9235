import { expect } from '@jest/globals';

import { type EventName, slotsOf } from '#libs/domain';
import {
  type Actor,
  canonicalJson,
  type ErrorCode,
  LedgerError,
  type Json,
  type JsonObject,
  parseJson,
  type ProposedEvent,
  type RecordedEvent,
} from '#libs/ledger';

/** Something that happened before the decision; what is left out gets a plain value. */
export interface Fact {
  readonly stream: string;
  readonly type: EventName;
  readonly data: object;
  readonly by?: Actor;
  /** Recorded at. */
  readonly time?: string;
}

/** What a decision is expected to record; codes are compared only when given. */
export interface Outcome {
  readonly stream: string;
  readonly type: EventName;
  readonly data: object;
  readonly codes?: readonly string[];
}

interface Verdict {
  /** Exactly these events, in this order, with exactly these payloads. */
  then(...expected: readonly Outcome[]): void;
  thenNothing(): void;
  thenRefused(code: ErrorCode): void;
}

/** The id that the n-th fact (from 0) of a specification has; also useful for ids that the registry would assign. */
export const eventId = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;

/** Facts as readers see them: positions and revisions in order, ids by `eventId`, sealed fields gone. */
export function history(facts: readonly Fact[]): readonly RecordedEvent[] {
  const revisions = new Map<string, number>();
  return facts.map(({ stream, type, data, by, time }, position) => {
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    return {
      position,
      id: eventId(position),
      stream,
      revision,
      type,
      version: 1,
      time: time ?? '2025-03-10T09:00:00.000Z',
      by: by ?? { ps: 'AAAAAAAAAAAAAAAAAAAAAA', role: 'mandate_clerk' },
      codes: [],
      data: clearFields(type, data),
    };
  });
}

/**
 * `given(facts).when((past) => decide(…)).then(events)`: the decision is handed the recorded past and must be pure.
 */
export const given = (...facts: readonly Fact[]) => ({
  when: (decide: (past: readonly RecordedEvent[]) => readonly ProposedEvent[]): Verdict => ({
    then: (...expected) => {
      const proposed = decide(history(facts));
      const shown = proposed.map(({ stream, type, data, codes }, index) =>
        expected[index]?.codes === undefined
          ? { stream, type, data: plain(data) }
          : { stream, type, data: plain(data), codes },
      );
      expect(shown).toEqual(expected.map((event) => ({ ...event, data: plain(event.data) })));
    },
    thenNothing: () => expect(decide(history(facts))).toEqual([]),
    thenRefused: (code) => expect(refusal(() => decide(history(facts)))).toBe(code),
  }),
});

/** The code that an act is refused with; `undefined` when it is not refused. Other errors pass through. */
export function refusal(act: () => unknown): ErrorCode | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof LedgerError) return error.code;
    throw error;
  }
  return undefined;
}

const plain = (data: object): JsonObject => parseJson(canonicalJson(data)) as JsonObject;

/** A payload as readers see it: plain JSON, sealed fields gone. */
export function clearFields(type: EventName, data: object): RecordedEvent['data'] {
  const clear = slotsOf(type, 1).reduce((rest, slot) => without(rest, slot.split('/')), plain(data));
  return clear as RecordedEvent['data'];
}

function without(value: JsonObject, [name = '', star, member]: readonly string[]): JsonObject {
  const { [name]: taken, ...rest } = value;
  if (star === undefined || member === undefined || !Array.isArray(taken)) return star === undefined ? rest : value;
  return { ...value, [name]: taken.map((element: Json) => without(element as JsonObject, [member])) };
}
