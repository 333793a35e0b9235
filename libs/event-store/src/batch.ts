import { recordedEvent, type Signer, signingInput } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';
import type { Command, Draft } from './command.js';
import { DecidedEntry } from './event-of.js';
import type { Entry } from './event-store.js';
import type { LedgerTip } from './ledger-tip.js';

/** A command on its way, and what has become of it so far. */
export interface Job {
  readonly command: Command;
  readonly resolve: (entries: readonly Entry[]) => void;
  readonly reject: (error: unknown) => void;
  /** Entries the store has under the ids that were looked for; undefined until any were. */
  found: ReadonlyMap<string, Entry> | undefined;
  /** The ids that must be looked for before it is decided (again); empty when none must. */
  lookFor: readonly string[];
  /** Decided, not yet answered: the answer waits until everything it may rest on is durable. */
  outcome?: { readonly entries: readonly Entry[] } | { readonly error: unknown };
  /** Its statement could not be signed; it fails alone. */
  unsigned?: unknown;
  /** It was part of a batch the store refused: it is tried again in a batch of its own. */
  alone: boolean;
}

/** What a decision was made against and will be signed with. */
export interface Ground {
  readonly tip: LedgerTip;
  readonly time: string;
  readonly signer: Signer;
}

const maxEvents = 256;
const maxBytes = 8 * 1024 * 1024;

/** So many entries are handed over to be signed together: waking another thread costs about as much as a signature. */
const signedTogether = 8;

/** Decided commands that will be appended together. Its entries are being signed while it fills, some at a time. */
export class Batch {
  readonly jobs: Job[] = [];
  readonly entries: Entry[] = [];
  readonly ids = new Map<string, Entry>();
  readonly #signatures: Promise<void>[] = [];
  #toSign: ToSign[] = [];
  #bytes = 0;
  full = false;
  committed = false;
  /** The size of the ledger that the first of its decisions was made at. */
  restsOn = 0;

  /** Whether a statement in it could not be signed. */
  get unsigned(): boolean {
    return this.jobs.some(({ unsigned }) => unsigned !== undefined);
  }

  /** Takes in a job that records nothing: a refusal, or an answer from what is known. */
  settle(job: Job, outcome: NonNullable<Job['outcome']>): void {
    job.outcome = outcome;
    this.jobs.push(job);
  }

  /**
   * Takes in a job with what it decided, assigns positions and revisions, and starts signing once there is enough to sign.
   * @returns false, with nothing changed, when it does not fit beside what is here already
   */
  add(job: Job, decided: readonly (Draft | Entry)[], ground: Ground): boolean {
    const staged = stage(decided.filter(isDraft), ground);
    const bytes = staged.reduce((sum, { payload, boxes }) => sum + payload.length + (boxes?.length ?? 0), 0);
    const crowded = this.entries.length + staged.length > maxEvents || this.#bytes + bytes > maxBytes;
    if (this.entries.length > 0 && staged.length > 0 && (crowded || job.alone)) return false;
    for (const entry of staged) {
      ground.tip.add(entry.event, entry.payload.length);
      this.entries.push(entry);
      this.ids.set(entry.id, entry);
      this.#toSign.push({ job, entry, signer: ground.signer });
    }
    if (this.#toSign.length >= signedTogether) this.#startSigning();
    this.#bytes += bytes;
    this.full = job.alone || this.entries.length >= maxEvents;
    const recorded = staged.values();
    this.settle(job, { entries: decided.map((item) => (isDraft(item) ? (recorded.next().value as Entry) : item)) });
    return true;
  }

  /** Resolves when every entry is signed, or could not be. */
  async signed(): Promise<void> {
    this.#startSigning();
    await Promise.all(this.#signatures);
  }

  #startSigning(): void {
    this.#signatures.push(...this.#toSign.map((one) => sign(one)));
    this.#toSign = [];
  }
}

interface ToSign {
  readonly job: Job;
  readonly entry: DecidedEntry;
  readonly signer: Signer;
}

async function sign({ job, entry, signer }: ToSign): Promise<void> {
  try {
    entry.signature = await signer.sign(signingInput(entry.kid, entry.payload));
  } catch (error) {
    job.unsigned = error;
  }
}

export const isDraft = (item: Draft | Entry): item is Draft => !('position' in item);

function stage(drafts: readonly Draft[], { tip, time, signer: { kid } }: Ground): DecidedEntry[] {
  const revisions = new Map<string, number>();
  return drafts.map(({ stream, id, payload, boxes = null, disclosures = null, req = null }, index) => {
    const position = tip.size + index;
    const revision = revisions.get(stream) ?? tip.events(stream)?.length ?? -1;
    revisions.set(stream, revision + 1);
    const event = recordedEvent(position, payload);
    // What is signed binds the event to its place for ever, so a draft that names another place must never be signed.
    if (event.stream !== stream || event.revision !== revision || event.id !== id || event.time !== time) {
      throw new LedgerError('INTERNAL', `a draft for ${stream} does not name its own stream, revision, id or time`);
    }
    return new DecidedEntry({ payload, kid, boxes, disclosures, req }, event);
  });
}
