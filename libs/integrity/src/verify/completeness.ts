import type { HeadsList } from '../heads.js';
import type { Streams } from './audience.js';
import type { CodesInForce } from './codes-in-force.js';
import type { Disclosures } from './disclosures.js';
import type { Statement } from './statements.js';

/** What the earlier checks have read, on which completeness is judged. */
export interface ReadLedger {
  readonly statements: readonly Statement[];
  readonly streams: Streams;
  readonly disclosures: Disclosures;
  readonly codes: CodesInForce;
}

export interface Completeness {
  /** Time of the heads record: the instant as at which the file is complete when nothing is found. */
  readonly asAt?: string;
  /** The lists on which it rests, by code. */
  readonly lists: ReadonlyMap<string, HeadsList>;
}
