import type { CommunicationsReport, StatisticsReport } from '#libs/projections';

export const reportFormats = ['json', 'html', 'csv'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** What a reader needs to hold a report against the ledger. */
export interface Footer {
  readonly position: number;
  /** Hex of the root of the tree whose last leaf is that position. */
  readonly root: string;
  /** SHA-256 of `trust.json`, in hex. */
  readonly trust: string;
}

export type MadeReport = (CommunicationsReport | StatisticsReport) & { readonly footer: Footer };
