import type { CatalogueOf } from '#libs/ledger';
import { Count, Day, EventId, HexDigest, ListOf, Matching, Nested, OccurredOn, OneOf } from '../validation.js';

const reportFormats = ['json', 'html', 'csv', 'docx', 'pdf', 'xlsx'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** Days from the first to the last, both included. */
class Days {
  @Day()
  readonly from: string;

  @Day()
  readonly to: string;
}

class ReportRendition {
  @OneOf(reportFormats)
  readonly format: ReportFormat;

  @HexDigest()
  readonly digest: string;

  @Count()
  readonly bytes: number;
}

/** A report was made from the ledger as it stood at a position. The same position, template, data and software give the same bytes. */
export class ReportGenerated {
  @OccurredOn()
  readonly on: string;

  /** The last position it takes into account. */
  @Count()
  readonly position: number;

  /** Letters sent in these days. */
  @Nested(() => Days)
  readonly sent: Days;

  /** Replies received in these days. */
  @Nested(() => Days)
  readonly replies: Days;

  /** SHA-256 of the template, of the reference data and of the software that made it. */
  @HexDigest()
  readonly template: string;

  @HexDigest()
  readonly referenceData: string;

  @HexDigest()
  readonly software: string;

  @ListOf(() => ReportRendition, 6)
  readonly renditions: readonly ReportRendition[];
}

export class ReportSubmitted {
  @OccurredOn()
  readonly on: string;

  /** The ReportGenerated that was handed in. */
  @EventId()
  readonly report: string;
}

export class SymbolAssigned {
  @OccurredOn()
  readonly on: string;

  @Matching(/^A\/HRC\/[1-9]\d{0,2}\/[1-9]\d{0,3}$/, 'a symbol such as A/HRC/60/3')
  readonly symbol: string;
}

export const reportEvents = {
  ReportGenerated: {
    payload: ReportGenerated,
    ver: 1,
    recordedBy: ['reporting_officer'],
    sentence: 'Report generated as at position {position}',
    icon: 'report',
  },
  ReportSubmitted: {
    payload: ReportSubmitted,
    ver: 1,
    recordedBy: ['reporting_officer'],
    sentence: 'Report submitted',
    icon: 'submission',
  },
  SymbolAssigned: {
    payload: SymbolAssigned,
    ver: 1,
    recordedBy: ['reporting_officer'],
    sentence: 'Symbol {symbol} assigned',
    icon: 'symbol',
  },
} as const satisfies CatalogueOf<'report'>;
