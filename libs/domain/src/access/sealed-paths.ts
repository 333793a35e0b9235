import { LedgerError, type RecordedEvent } from '#libs/ledger';
import { slotsOf } from '../catalogue.js';
import type { OpeningScope } from './access.events.js';

/** `EVENT_UNKNOWN`, or `FIELD_NOT_SEALED` when a path is no sealed field of the event's type or none is named. */
export function refuseUnsealed({ event, paths }: OpeningScope, opened: RecordedEvent | undefined): void {
  if (opened === undefined || opened.id !== event) throw new LedgerError('EVENT_UNKNOWN');
  const slots = slotsOf(opened.type, opened.version);
  const missing = paths.find((path) => !slots.includes(path.replace(/\/\d+\//, '/*/')));
  if (missing !== undefined || paths.length === 0)
    throw new LedgerError('FIELD_NOT_SEALED', { path: missing ?? 'paths', reason: `not sealed in ${opened.type}` });
}
