import { LedgerError, type StreamKind, vocabulary } from '#libs/ledger';
import { type OccurredOn, readOccurredOn } from '#libs/projections';

/** A request's query as Fastify parsed it. */
export type RawQuery = Readonly<Record<string, unknown>>;

const refusal = (path: string, reason: string): LedgerError => new LedgerError('REQUEST_INVALID', { path, reason });

/** The parameters given, each once and among those named. Throws `REQUEST_INVALID` naming the parameter. */
function given<N extends string>(query: RawQuery, names: readonly N[]): Partial<Record<N, string>> {
  const known: readonly string[] = [...names, 'atLeast'];
  for (const [name, value] of Object.entries(query)) {
    if (!known.includes(name)) throw refusal(name, `not a parameter here; known are ${known.join(', ')}`);
    if (typeof value !== 'string') throw refusal(name, 'given more than once');
  }
  return query as Partial<Record<N, string>>;
}

/** Which moment of the ledger's history to show: a position, the end of what was recorded by an instant, or the latest. */
export type Moment = { readonly position: number } | { readonly instant: string } | 'latest';

export interface TimelineQuery {
  readonly moment: Moment;
  readonly from?: OccurredOn;
  readonly to?: OccurredOn;
  readonly kinds?: ReadonlySet<string>;
}

/** `asOf` or `asOfPosition`, `from`, `to`, `kind` (stream kinds or event types, separated by commas). */
export function timelineQuery(query: RawQuery): TimelineQuery {
  const { from, to, kind, ...moment } = given(query, ['asOf', 'asOfPosition', 'from', 'to', 'kind']);
  return {
    moment: momentOf(moment),
    ...(from === undefined ? {} : { from: spanOf('from', from) }),
    ...(to === undefined ? {} : { to: spanOf('to', to) }),
    ...(kind === undefined ? {} : { kinds: kindsOf(kind) }),
  };
}

export const momentQuery = (query: RawQuery): Moment => momentOf(given(query, ['asOf', 'asOfPosition']));

export const noQuery = (query: RawQuery): void => void given(query, []);

/** The position to read statements from; 0 unless `from` says otherwise. */
export function statementsQuery(query: RawQuery): number {
  const { from } = given(query, ['from']);
  return from === undefined ? 0 : positionOf('from', from);
}

function momentOf({ asOf, asOfPosition }: { asOf?: string; asOfPosition?: string }): Moment {
  if (asOf !== undefined && asOfPosition !== undefined) throw refusal('asOf', 'either asOf or asOfPosition');
  if (asOfPosition !== undefined) return { position: positionOf('asOfPosition', asOfPosition) };
  return asOf === undefined ? 'latest' : { instant: instantOf(asOf) };
}

/** A whole day means all that was recorded by its end, in UTC, as the recorded times are. */
function instantOf(asOf: string): string {
  const span = readOccurredOn(asOf);
  if (span === undefined || (span.precision !== 'instant' && span.precision !== 'day'))
    throw refusal('asOf', 'an RFC 3339 instant such as 2025-05-10T08:00:00Z, or a day');
  return new Date(span.end - 1).toISOString();
}

export function positionOf(name: string, text: string): number {
  if (!/^(0|[1-9]\d{0,14})$/.test(text)) throw refusal(name, 'a position: a whole number from 0');
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
  if (unknown !== undefined) throw refusal('kind', 'stream kinds or event types, separated by commas');
  return new Set(asked);
}
