import type { Actor, JsonObject, RecordedEvent } from '#libs/ledger';

import type { Erasures } from './erasures.projection.js';
import { withNamedSlots } from './sealed.js';

/** One step of a replay, as a person reads it. */
export interface ReplayedEvent {
  readonly position: number;
  readonly event: string;
  readonly type: string;
  readonly ver: number;
  readonly stream: string;
  readonly revision: number;
  readonly time: string;
  readonly by: Actor;
  readonly codes: readonly string[];
  /** Clear fields; each sealed slot under its own name as `[sealed]` or, once its key is destroyed, `[erased]`. */
  readonly data: JsonObject;
}

/** `slots`: the sealed paths of the event's type and version; none when they are not known. */
export function replayed(event: RecordedEvent, slots: readonly string[], erased: Erasures): ReplayedEvent {
  const { position, id, type, version, stream, revision, time, by, codes } = event;
  const data = withNamedSlots(event.data, slots, erased.get(id));
  return { position, event: id, type, ver: version, stream, revision, time, by, codes, data };
}
