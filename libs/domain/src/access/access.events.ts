import { type CatalogueOf, roles } from '#libs/ledger';
import {
  AddresseeCode,
  Count,
  Distinct,
  EventId,
  Nested,
  OccurredOn,
  OneOf,
  Optional,
  OrNull,
  Text,
} from '../validation.js';

const exportAudiences = ['addressee', 'auditor'] as const;
export type ExportAudience = (typeof exportAudiences)[number];

/** Paths of sealed fields, `source` or `persons/0/particulars`. */
const SealedPaths = () => Distinct(500, /^[A-Za-z]+(?:\/(?:0|[1-9]\d{0,3})\/[A-Za-z]+)?$/);

export class OpeningScope {
  @EventId()
  readonly event: string;

  @SealedPaths()
  readonly paths: readonly string[];
}

export class ExportScope {
  @OneOf(exportAudiences)
  readonly audience: ExportAudience;

  /** The addressee whose file it is; `null` for the whole ledger. */
  @OrNull()
  @AddresseeCode()
  readonly code: string | null;
}

/** One person asks to open what a second person must agree to. It asks for an opening or an export, never for both. */
export class AccessRequested {
  @OccurredOn()
  readonly on: string;

  @Text(300)
  readonly purpose: string;

  @Optional()
  @Nested(() => OpeningScope)
  readonly opening?: OpeningScope;

  @Optional()
  @Nested(() => ExportScope)
  readonly export?: ExportScope;
}

export class AccessApproved {
  @OccurredOn()
  readonly on: string;

  /** The AccessRequested that is approved. */
  @EventId()
  readonly request: string;
}

/** Sealed fields were opened: one event per opening, appended before the answer is given. */
export class RecordsRead {
  @OccurredOn()
  readonly on: string;

  @Text(300)
  readonly purpose: string;

  @EventId()
  readonly event: string;

  @SealedPaths()
  readonly paths: readonly string[];

  @Optional()
  @Count()
  readonly count?: number;

  /** The AccessRequested it rests on; then it stands in that request's stream. */
  @Optional()
  @EventId()
  readonly request?: string;
}

/** Records left the ledger, with what of them is sealed in clear: appended before the file is made. */
export class RecordsExported {
  @OccurredOn()
  readonly on: string;

  @Text(300)
  readonly purpose: string;

  @Nested(() => ExportScope)
  readonly export: ExportScope;

  /** How many records it held when it was asked for. */
  @Count()
  readonly count: number;

  @Optional()
  @EventId()
  readonly request?: string;
}

/** Who may open which field is the policy table's matter; here stands who may ever appear as reader. */
const readers = roles.filter((role) => !['partner_agency', 'addressee', 'public', 'operator', 'clock'].includes(role));

export const accessEvents = {
  AccessRequested: {
    payload: AccessRequested,
    ver: 1,
    recordedBy: ['intake_officer', 'protection_focal_point', 'mandate_clerk', 'reporting_officer', 'auditor'],
    sentence: 'Access requested: {purpose}',
    icon: 'access-requested',
  },
  AccessApproved: {
    payload: AccessApproved,
    ver: 1,
    recordedBy: ['protection_focal_point'],
    sentence: 'Access approved',
    icon: 'approval',
  },
  RecordsRead: {
    payload: RecordsRead,
    ver: 1,
    recordedBy: readers,
    sentence: 'Sealed fields opened: {purpose}',
    icon: 'opening',
  },
  RecordsExported: {
    payload: RecordsExported,
    ver: 1,
    recordedBy: readers,
    sentence: 'Records exported for the audience {export.audience}: {purpose}',
    icon: 'export',
  },
} as const satisfies CatalogueOf<'access'>;
