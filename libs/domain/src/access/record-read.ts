import { LedgerError, type ProposedEvent, type RecordedEvent } from '#libs/ledger';
import { slotsOf } from '../catalogue.js';
import { type DecisionContext, refuseFuture } from '../decision.js';
import { accessEvents, type RecordsRead } from './access.events.js';

export interface OpeningContext extends DecisionContext {
  /** The event whose sealed fields are opened, if there is one with the id. */
  readonly opened: RecordedEvent | undefined;
}

/**
 * Records an opening before its answer is given, in the stream of the UTC day. `EVENT_UNKNOWN`; `FIELD_NOT_SEALED` when a path is no sealed
 * field of the event's type or none is named; `DATE_IN_FUTURE`.
 */
export function recordRead(data: RecordsRead, context: OpeningContext): ProposedEvent[] {
  const { opened } = context;
  if (opened === undefined || opened.id !== data.event) throw new LedgerError('EVENT_UNKNOWN');
  const slots = slotsOf(opened.type, opened.version);
  const missing = data.paths.find((path) => !slots.includes(path.replace(/\/\d+\//, '/*/')));
  if (missing !== undefined || data.paths.length === 0)
    throw new LedgerError('FIELD_NOT_SEALED', { path: missing ?? 'paths', reason: `not sealed in ${opened.type}` });
  refuseFuture(data.on, context);
  const stream = `access-${new Date(context.now).toISOString().slice(0, 10)}`;
  return [{ stream, type: 'RecordsRead', version: accessEvents.RecordsRead.ver, codes: [], data }];
}
