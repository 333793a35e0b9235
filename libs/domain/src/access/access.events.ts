import { type CatalogueOf, roles } from '#libs/ledger';
import { Count, Distinct, EventId, OccurredOn, Optional, Text } from '../validation.js';

/** Sealed fields were opened: one event per opening, appended before the answer is given. */
export class RecordsRead {
  @OccurredOn()
  readonly on: string;

  @Text(300)
  readonly purpose: string;

  @EventId()
  readonly event: string;

  /** The sealed fields, `source` or `persons/0/particulars`. */
  @Distinct(500, /^[A-Za-z]+(?:\/(?:0|[1-9]\d{0,3})\/[A-Za-z]+)?$/)
  readonly paths: readonly string[];

  @Optional()
  @Count()
  readonly count?: number;
}

/** Who may open which field is the policy table's matter; here stands who may ever appear as reader. */
const readers = roles.filter((role) => !['partner_agency', 'addressee', 'public', 'operator', 'clock'].includes(role));

export const accessEvents = {
  RecordsRead: {
    payload: RecordsRead,
    ver: 1,
    recordedBy: readers,
    sentence: 'Sealed fields opened: {purpose}',
    icon: 'opening',
  },
} as const satisfies CatalogueOf<'access'>;
