import type { RecordedEvent } from '#libs/ledger';
import type { Entry } from './event-store.js';

/** An event that a decision asks to be recorded; the writer adds position, revision and signature. */
export interface Draft {
  readonly stream: string;
  readonly id: string;
  /** The encoded claims: `sub`, `rev`, `jti` and `time` must be this draft's stream, its next revision, its id and `view.time`. */
  readonly payload: Uint8Array;
  readonly boxes?: Uint8Array | null;
  readonly disclosures?: Uint8Array | null;
  readonly req?: Uint8Array | null;
}

/** The ledger as a decision sees it: everything committed and everything decided before it, committed or not. */
export interface View {
  /** The size of the ledger, which is the position of the first draft this decision returns. */
  readonly size: number;
  /** Recorded-at of every draft this decision returns; never before the previous position's. */
  readonly time: string;
  /** The events of a stream named in `Command.streams`, by revision. Valid during the decision only. */
  events(stream: string): readonly RecordedEvent[];
  /**
   * Everything committed or decided from a position on, in whatever stream, so that a decision can tell whether what was looked up at that
   * size still holds; undefined when it is too long ago to be told.
   */
  since(position: number): readonly RecordedEvent[] | undefined;
  /** The revision of the first draft for this stream; the second one of the same decision has one more, and so on. */
  nextRevision(stream: string): number;
  /** The entry with this id, which must be named in `Command.ids`. Return it from `decide` to answer with it. */
  known(id: string): Entry | undefined;
}

/** One thing to be decided and recorded, all or nothing. */
export interface Command {
  /** Event ids to look up first, so that a repeated request is recognised. */
  readonly ids: readonly string[];
  /** Streams the decision reads or writes. */
  readonly streams: readonly string[];
  /**
   * Synchronous and free of effects, because it runs again when the ledger has moved. Throws LedgerError to refuse.
   * Drafts are recorded in order; entries from `view.known` are handed back as they are; an empty list records nothing.
   */
  decide(view: View): readonly (Draft | Entry)[];
}
