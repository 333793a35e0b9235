import type { JsonObject } from './json.js';
import type { Role } from './roles.js';
import type { EventType } from './streams.js';

/** Who recorded an event: a pseudonym that is linkable within one stream only; the clock has none. */
export interface Actor {
  readonly ps?: string;
  readonly role: Role;
}

/**
 * A recorded fact as every reader sees it: the clear claims of its statement, with sealed fields as `_sd` digests inside `data`.
 * `type` is open text, because history may hold types newer than the reader.
 */
export interface RecordedEvent {
  readonly position: number;
  /** `jti`, a lowercase UUIDv8. */
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly version: number;
  /** Recorded at, `YYYY-MM-DDThh:mm:ss.sssZ`. */
  readonly time: string;
  readonly by: Actor;
  /** Addressee codes whose file the event belongs to; empty when the statement has none. */
  readonly codes: readonly string[];
  readonly data: JsonObject & { readonly on: string };
}

/** An event that a decision asks to be recorded: everything else is assigned by the server. */
export interface ProposedEvent<T extends EventType = EventType, D = object> {
  readonly stream: string;
  readonly type: T;
  readonly version: number;
  readonly codes: readonly string[];
  /** The payload with sealed fields still readable; the registry seals them. */
  readonly data: D;
}
