import type { Actor, JsonObject, RecordedEvent } from '#libs/ledger';

import { eventId } from './specification.js';

/** An event as history may hold it, of any type and with any clear fields; what is left out gets a plain value. */
export interface PastEvent {
  readonly stream: string;
  readonly type: string;
  readonly on?: string;
  /** The other clear fields, with `_sd` where something is sealed. */
  readonly data?: JsonObject;
  /** A communication's code stands in its stream's name and need not be given. */
  readonly codes?: readonly string[];
  readonly by?: Actor;
}

/** Events as a ledger would have recorded them: positions from 0, one each minute from 2025-03-11T09:00Z, ids by `eventId`. */
export function recorded(...facts: readonly PastEvent[]): RecordedEvent[] {
  const revisions = new Map<string, number>();
  return facts.map(({ stream, type, on = '2025-03-10', data = {}, codes, by }, position) => {
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    return {
      position,
      id: eventId(position),
      stream,
      revision,
      type,
      version: 1,
      time: new Date(Date.UTC(2025, 2, 11, 9, position)).toISOString(),
      by: by ?? { ps: 'AAAAAAAAAAAAAAAAAAAAAA', role: 'mandate_clerk' },
      codes: codes ?? codesOf(stream),
      data: { on, ...data },
    };
  });
}

const codesOf = (stream: string): string[] => (stream.startsWith('communication-') ? [stream.split('-')[1] ?? ''] : []);
