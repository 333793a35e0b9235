/** A title that a mandate bore, from a day on. */
export interface MandateTitle {
  /** The first day, as exact as it is known (`2014-03`); `2006-03-15`, when the Human Rights Council was created, for older titles. */
  readonly from: string;
  /** The first day on which it was no longer borne; absent while it is. */
  readonly until?: string;
  readonly title: string;
  /** A text in which the title was read; `null` where it is to be confirmed. */
  readonly seen: string | null;
}

/** A mandate of the Special Procedures. Its id is ours and never changes; the title does. */
export interface Mandate {
  readonly id: string;
  /** How lists of letters name the mandate in short *(to be confirmed)*. */
  readonly short: string;
  /** The resolution that created it (`HRC 17/4`, `CHR 1991/42`), and the latest one known to extend it; to be confirmed. */
  readonly established: string | null;
  readonly extended: string | null;
  /** In order of time; there may be years between two of them. */
  readonly titles: readonly MandateTitle[];
}

export type MandateKind = 'special_rapporteur' | 'independent_expert' | 'working_group' | 'representative';
