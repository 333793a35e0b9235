import type { RecordedEvent } from '#libs/ledger';

import { textOf } from '../reading.js';

/** The events without those recorded in error. An error is said in the stream of the event it is about, and nowhere else. */
export function withoutErrors(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const errors = new Set(
    events
      .filter(({ type }) => type === 'RecordedInError')
      .map(({ stream, data }) => `${stream} ${textOf(data, 'event') ?? ''}`),
  );
  return events.filter(({ stream, id }) => !errors.has(`${stream} ${id}`));
}
