import type { HeadsList } from '../heads.js';
import type { CodesInForce } from './codes-in-force.js';
import type { Disclosures } from './disclosures.js';
import type { HeadsReplay } from './heads-replay.js';
import type { Statement } from './statements.js';
import type { Streams } from './stream-facts.js';

/** What the earlier checks have read, on which completeness is judged. */
export interface ReadLedger {
  /** The statement at the position on which the bundle says it rests. */
  readonly resting: Statement | undefined;
  readonly streams: Streams;
  /** Of a bundle for readers. */
  readonly disclosures: Disclosures;
  readonly codes: CodesInForce;
  /** Of an auditor's bundle. */
  readonly replay: HeadsReplay | undefined;
}

export interface Completeness {
  /** Time of the heads record: the instant as at which the file is complete when nothing is found. */
  readonly asAt?: string;
  /** The lists on which it rests, by code. */
  readonly lists: ReadonlyMap<string, HeadsList>;
}
