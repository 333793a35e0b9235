/** One row of a suite: what was done, by what, and how fast. */
export interface Row {
  readonly case: string;
  readonly variant: string;
  /** Events a second; for `read.stream` streams of 1,000 events a second. */
  readonly perSecond: number;
  /** Milliseconds one operation took: one append, one batch, one page, one stream. */
  readonly p50: number;
  readonly p99: number;
}

/** A variant that was not measured, and why in one sentence. */
export interface Missing {
  readonly variant: string;
  readonly reason: string;
}

/** A goal and what became of it; null where what it is about was not measured. */
export interface Judged {
  readonly goal: string;
  readonly unit: '×' | 'MiB' | 'ms' | 's' | 'a second';
  readonly measured: number | null;
  readonly met: boolean | null;
  /** A goal beyond the goal. */
  readonly moonshot?: { readonly figure: number; readonly met: boolean | null };
}

/** What a suite hands over; `notes` are sentences that belong under its table. */
export interface Outcome {
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
  readonly notMeasured: readonly Missing[];
  readonly goals: readonly Judged[];
  readonly notes: readonly string[];
}
