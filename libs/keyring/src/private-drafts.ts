/** Whose draft, and at which moment it is asked for: an expired one is not there. */
export interface DraftOwner {
  /** A keyed pseudonym. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What is sealed of a draft: a line for a list of drafts, and the whole. */
export interface DraftTexts {
  readonly label: string;
  readonly value: Uint8Array;
}

export interface NewDraft extends DraftTexts {
  /** A UUID. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Where a draft stands; its revision counts from 0. */
export interface DraftLine {
  readonly id: string;
  readonly expiresAt: number;
  readonly revision: number;
  readonly label: string;
}

export interface PrivateDraft extends DraftLine {
  readonly value: Uint8Array;
}

/**
 * What a person has in work and nobody else sees: no part of the ledger or of its views. Each is sealed under a data key of its own, which
 * is destroyed with it. In clear stand its id, the pseudonym of its owner, its expiry and its revision.
 */
export abstract class PrivateDrafts {
  /** Keeps a draft unless one of this id is kept (`known`) or its owner has `most` already (`full`). */
  abstract keep(draft: NewDraft, whose: DraftOwner, most: number): Promise<'kept' | 'known' | 'full'>;
  abstract find(id: string, whose: DraftOwner): Promise<PrivateDraft | undefined>;
  /** At most `count` of a person's drafts, by id, from this one on. */
  abstract list(whose: DraftOwner, from: string, count: number): Promise<DraftLine[]>;
  /** Puts other texts in place of those at a revision; the new revision, or undefined when that one is not current or nothing is there. */
  abstract replace(line: DraftLine, whose: DraftOwner, texts: DraftTexts): Promise<number | undefined>;
  /** Destroys a draft and its key; whether there was one. */
  abstract remove(id: string, whose: DraftOwner): Promise<boolean>;
  /** Destroys what has expired, with the keys, unless another process is about it; how many there were. */
  abstract removeExpired(now: number): Promise<number>;
}
