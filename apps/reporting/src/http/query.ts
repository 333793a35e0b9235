import { firstYearOfFigures } from '#libs/domain';
import { LedgerError } from '#libs/ledger';
import { readOccurredOn } from '#libs/projections';
import type { Given, QueryParameter } from '#libs/service';

import type { Moment } from '../moments.js';

const positionPattern = /^(0|[1-9]\d{0,14})$/;

const refusal = (path: string, reason: string): LedgerError => new LedgerError('REQUEST_INVALID', { path, reason });

export const momentParameters: readonly QueryParameter[] = [
  {
    name: 'asOf',
    description:
      'As the ledger stood at this instant (RFC 3339), for staff, or at the end of this day in Zurich: what was recorded by then. Everyone else names the last day of a month that is over.',
    schema: { type: 'string' },
  },
  {
    name: 'asOfPosition',
    description: 'As the ledger stood at this position; instead of `asOf`. Others than staff name positions of drafts.',
    schema: { type: 'string', pattern: positionPattern.source },
  },
];

export const statisticsParameters: readonly QueryParameter[] = [
  { name: 'year', description: 'The year, 2025.', schema: { type: 'string', pattern: '^[12]\\d{3}$' } },
  ...momentParameters,
];

export function momentQuery({ asOf, asOfPosition }: Given): Moment {
  if (asOf !== undefined && asOfPosition !== undefined) throw refusal('asOf', 'either asOf or asOfPosition');
  if (asOfPosition === undefined) return asOf === undefined ? 'latest' : momentOf(asOf);
  if (!positionPattern.test(asOfPosition)) throw refusal('asOfPosition', 'a position: a whole number from 0');
  return { position: Number(asOfPosition) };
}

/** A whole day means all that was recorded by its end in Zurich. */
function momentOf(asOf: string): Moment {
  const span = readOccurredOn(asOf);
  if (span?.precision === 'day') return { day: asOf };
  if (span?.precision !== 'instant')
    throw refusal('asOf', 'an RFC 3339 instant such as 2025-05-10T08:00:00Z, or a day');
  return { instant: new Date(span.end - 1).toISOString() };
}

export function yearQuery({ year }: Given): number {
  if (year === undefined || !/^[12]\d{3}$/.test(year)) throw refusal('year', 'a year such as 2025');
  if (Number(year) < firstYearOfFigures)
    throw refusal('year', `figures begin with ${firstYearOfFigures}: who was a Member before is not known here`);
  return Number(year);
}
