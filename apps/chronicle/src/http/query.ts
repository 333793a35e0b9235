import { endOfZurichDay } from '#libs/domain';
import { LedgerError, type StreamKind, vocabulary } from '#libs/ledger';
import { type OccurredOn, readOccurredOn } from '#libs/projections';
import type { Given, QueryParameter } from '#libs/service';

const positionPattern = /^(0|[1-9]\d{0,14})$/;

const refusal = (path: string, reason: string): LedgerError => new LedgerError('REQUEST_INVALID', { path, reason });

const dateText = { type: 'string' } as const;
const positionText = { type: 'string', pattern: positionPattern.source } as const;

const atLeast: QueryParameter = {
  name: 'atLeast',
  description: 'Wait until the views show this position, for two seconds at most; so a caller reads its own writes.',
  schema: positionText,
};

/** Of a read that takes none of its own. */
export const noParameters: readonly QueryParameter[] = [atLeast];

/** Of a read of one moment of the history. */
export const momentParameters: readonly QueryParameter[] = [
  {
    name: 'asOf',
    description:
      'As the ledger stood at this instant (RFC 3339) or at the end of this day in Zurich: what was recorded by then.',
    schema: dateText,
  },
  {
    name: 'asOfPosition',
    description: 'As the ledger stood at this position; instead of `asOf`.',
    schema: positionText,
  },
  atLeast,
];

export const timelineParameters: readonly QueryParameter[] = [
  ...momentParameters,
  { name: 'from', description: 'What occurred on or after: a year, month, day or instant.', schema: dateText },
  { name: 'to', description: 'What occurred on or before: a year, month, day or instant.', schema: dateText },
  { name: 'kind', description: 'Stream kinds or event types, separated by commas.', schema: dateText },
];

export const statementsParameters: readonly QueryParameter[] = [
  { name: 'from', description: 'The position to read from; 0 when not given.', schema: positionText },
  atLeast,
];

export const headsParameters: readonly QueryParameter[] = [
  {
    name: 'from',
    description: 'The revision to read from, within `ledger-heads`; 0 when not given.',
    schema: positionText,
  },
  atLeast,
];

/** Which moment of the ledger's history to show: a position, the end of what was recorded by an instant, or the latest. */
export type Moment = { readonly position: number } | { readonly instant: string } | 'latest';

export interface TimelineQuery {
  readonly moment: Moment;
  readonly from?: OccurredOn;
  readonly to?: OccurredOn;
  readonly kinds?: ReadonlySet<string>;
}

/** `asOf` or `asOfPosition`, `from`, `to`, `kind` (stream kinds or event types, separated by commas). */
export function timelineQuery({ from, to, kind, ...moment }: Given): TimelineQuery {
  return {
    moment: momentQuery(moment),
    ...rangeOf(from, to),
    ...(kind === undefined ? {} : { kinds: kindsOf(kind) }),
  };
}

function rangeOf(from: string | undefined, to: string | undefined): Pick<TimelineQuery, 'from' | 'to'> {
  const first = from === undefined ? undefined : spanOf('from', from);
  const last = to === undefined ? undefined : spanOf('to', to);
  if (first && last && first.start >= last.end) throw refusal('from', 'it is later than to');
  return { ...(first && { from: first }), ...(last && { to: last }) };
}

/** The position to read statements from; 0 unless `from` says otherwise. */
export const statementsQuery = ({ from }: Given): number => (from === undefined ? 0 : positionOf('from', from));

export function momentQuery({ asOf, asOfPosition }: Given): Moment {
  if (asOf !== undefined && asOfPosition !== undefined) throw refusal('asOf', 'either asOf or asOfPosition');
  if (asOfPosition !== undefined) return { position: positionOf('asOfPosition', asOfPosition) };
  return asOf === undefined ? 'latest' : { instant: instantOf(asOf) };
}

/** A whole day means all that was recorded by its end in Zurich. */
function instantOf(asOf: string): string {
  const span = readOccurredOn(asOf);
  if (span === undefined || (span.precision !== 'instant' && span.precision !== 'day'))
    throw refusal('asOf', 'an RFC 3339 instant such as 2025-05-10T08:00:00Z, or a day');
  return new Date((span.precision === 'day' ? endOfZurichDay(asOf) : span.end) - 1).toISOString();
}

export function positionOf(name: string, text: string): number {
  if (!positionPattern.test(text)) throw refusal(name, 'a position: a whole number from 0');
  return Number(text);
}

function spanOf(name: string, text: string): OccurredOn {
  const span = readOccurredOn(text);
  if (span === undefined) throw refusal(name, 'a date: 2025, 2025-03, 2025-03-10, or RFC 3339 with an offset');
  return span;
}

function kindsOf(text: string): ReadonlySet<string> {
  const kinds = Object.keys(vocabulary) as StreamKind[];
  const types = kinds.flatMap((kind) => [...vocabulary[kind]] as string[]);
  const asked = text.split(',');
  const unknown = asked.find((kind) => !(kinds as string[]).includes(kind) && !types.includes(kind));
  if (unknown !== undefined)
    throw refusal('kind', `stream kinds (${kinds.join(', ')}) or event types, separated by commas`);
  return new Set(asked);
}
