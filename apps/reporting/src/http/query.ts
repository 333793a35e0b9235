import { LedgerError, type Role, roles } from '#libs/ledger';
import { readOccurredOn } from '#libs/projections';
import type { Given, Identity, QueryParameter } from '#libs/service';

import type { Moment } from '../moments.js';

const positionPattern = /^(0|[1-9]\d{0,14})$/;

const refusal = (path: string, reason: string): LedgerError => new LedgerError('REQUEST_INVALID', { path, reason });

export const momentParameters: readonly QueryParameter[] = [
  {
    name: 'asOf',
    description: 'As the ledger stood at this instant (RFC 3339) or at the end of this day: what was recorded by then.',
    schema: { type: 'string' },
  },
  {
    name: 'asOfPosition',
    description: 'As the ledger stood at this position; instead of `asOf`.',
    schema: { type: 'string', pattern: positionPattern.source },
  },
];

export const statisticsParameters: readonly QueryParameter[] = [
  { name: 'year', description: 'The year, 2025.', schema: { type: 'string', pattern: '^[12]\\d{3}$' } },
  ...momentParameters,
];

export function momentQuery({ asOf, asOfPosition }: Given): Moment {
  if (asOf !== undefined && asOfPosition !== undefined) throw refusal('asOf', 'either asOf or asOfPosition');
  if (asOfPosition === undefined) return asOf === undefined ? 'latest' : { instant: instantOf(asOf) };
  if (!positionPattern.test(asOfPosition)) throw refusal('asOfPosition', 'a position: a whole number from 0');
  return { position: Number(asOfPosition) };
}

/** A whole day means all that was recorded by its end, in UTC, as the recorded times are. */
function instantOf(asOf: string): string {
  const span = readOccurredOn(asOf);
  if (span === undefined || (span.precision !== 'instant' && span.precision !== 'day'))
    throw refusal('asOf', 'an RFC 3339 instant such as 2025-05-10T08:00:00Z, or a day');
  return new Date(span.end - 1).toISOString();
}

export function yearQuery({ year }: Given): number {
  if (year === undefined || !/^[12]\d{3}$/.test(year)) throw refusal('year', 'a year such as 2025');
  return Number(year);
}

const outside: ReadonlySet<Role> = new Set(['partner_agency', 'addressee', 'public', 'operator', 'clock']);
const readers = roles.filter((role) => !outside.has(role));

/** The staff of the Special Procedures and auditors, who may read every letter's record. */
export const readsAll = ({ roles: held }: Identity): boolean => held.some((role) => readers.includes(role));
