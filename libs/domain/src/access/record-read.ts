import { LedgerError, type ProposedEvent, type RecordedEvent } from '#libs/ledger';
import { type DecisionContext, refuseFuture, type SecondPerson } from '../decision.js';
import {
  accessEvents,
  type ExportScope,
  type OpeningScope,
  type RecordsExported,
  type RecordsRead,
} from './access.events.js';
import { type AccessRequestOnRecord, type AccessState, accessStream } from './access.js';
import { refuseUnsealed } from './sealed-paths.js';

/** What an opening or export rests on: `ps` is the acting person's pseudonym in the stream of the request. */
export interface ApprovedContext extends DecisionContext, SecondPerson {
  /** The stream of the request that is named, if there is one. */
  readonly requestStream: string | undefined;
}

export interface OpeningContext extends ApprovedContext {
  /** The event whose sealed fields are opened, if there is one with the id. */
  readonly opened: RecordedEvent | undefined;
}

/**
 * Records an opening before its answer is given: in the stream of the UTC day, or in that of the request it rests on, where an auditor sees
 * who asked, who agreed and who read. A source is opened only on a request. `EVENT_UNKNOWN`; `FIELD_NOT_SEALED` when a path is no sealed
 * field of the event's type or none is named; `ACCESS_NOT_APPROVED`; `DATE_IN_FUTURE`.
 */
export function recordRead(data: RecordsRead, context: OpeningContext, state: AccessState): ProposedEvent[] {
  refuseUnsealed(data, context.opened);
  const need = data.paths.includes('source') ? 'request' : 'nothing';
  const stream = restsOn(data.request, { context, state, need }, ({ opening }) => opens(opening, data));
  refuseFuture(data.on, context);
  return [{ stream, type: 'RecordsRead', version: accessEvents.RecordsRead.ver, codes: [], data }];
}

/**
 * Records an export before its file is made. An addressee's own file for that addressee goes out on one person's act; anything larger is a
 * bulk export and rests on a request. `ACCESS_NOT_APPROVED`, `DATE_IN_FUTURE`.
 */
export function recordExport(data: RecordsExported, context: ApprovedContext, state: AccessState): ProposedEvent[] {
  const need = data.export.audience === 'addressee' && data.export.code !== null ? 'nothing' : 'request';
  const stream = restsOn(data.request, { context, state, need }, ({ export: scope }) => isSame(scope, data.export));
  refuseFuture(data.on, context);
  return [{ stream, type: 'RecordsExported', version: accessEvents.RecordsExported.ver, codes: [], data }];
}

interface Grounds {
  readonly context: ApprovedContext;
  readonly state: AccessState;
  /** Whether one person may act alone. */
  readonly need: 'request' | 'nothing';
}

/** The stream to record in. The request must be the person's own, approved, not used before, and for this. */
function restsOn(
  id: string | undefined,
  { context, state, need }: Grounds,
  covers: (request: AccessRequestOnRecord) => boolean,
): string {
  if (id === undefined) {
    if (need === 'request')
      throw new LedgerError('ACCESS_NOT_APPROVED', { path: 'request', reason: 'name an approved request' });
    return accessStream(context.now);
  }
  const request = state.requests.find((one) => one.id === id);
  const faults: readonly [boolean, string][] = [
    [request?.approved !== true, 'nobody has approved it'],
    [request?.ps !== context.ps, 'somebody else asked for it'],
    [request?.used === true, 'it was used before'],
    [request === undefined || !covers(request), 'it is for something else'],
  ];
  const reason = faults.find(([isAtFault]) => isAtFault)?.[1];
  if (reason !== undefined || context.requestStream === undefined)
    throw new LedgerError('ACCESS_NOT_APPROVED', { path: 'request', reason: reason ?? 'nobody has approved it' });
  return context.requestStream;
}

const opens = (scope: OpeningScope | undefined, { event, paths }: OpeningScope): boolean =>
  scope?.event === event && paths.every((path) => scope.paths.includes(path));

const isSame = (scope: ExportScope | undefined, { audience, code }: ExportScope): boolean =>
  scope?.audience === audience && scope.code === code;
