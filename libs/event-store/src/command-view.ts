import { LedgerError } from '#libs/ledger';
import { isDraft } from './batch.js';
import type { Command, Draft, View } from './command.js';
import type { Entry } from './event-store.js';
import type { LedgerTip } from './ledger-tip.js';

type Known = (id: string) => Entry | undefined;

/** The view one command has of the ledger: only what it named is looked up, so anything else is a mistake of its author. */
export function viewOf(
  command: Command,
  { tip, time, known }: { tip: LedgerTip; time: () => string; known: Known },
): View {
  const events: View['events'] = (stream) => {
    const found = command.streams.includes(stream) ? tip.events(stream) : undefined;
    if (found === undefined)
      throw new LedgerError('INTERNAL', `the stream ${stream} is not among those the command names`);
    return found;
  };
  return {
    size: tip.size,
    // Only who records something needs a clock that is right.
    get time() {
      return time();
    },
    events,
    since: (position) => tip.since(position),
    nextRevision: (stream) => events(stream).length,
    known: (id) => {
      if (!command.ids.includes(id)) throw new LedgerError('INTERNAL', 'the id is not among those the command names');
      return known(id);
    },
  };
}

/** An id is recorded once: a decision that did not look is stopped before it is signed. */
export function refuseRecorded(decided: readonly (Draft | Entry)[], known: Known): void {
  const ids = decided.filter(isDraft).map(({ id }) => id);
  if (new Set(ids).size < ids.length || ids.some((id) => known(id) !== undefined)) {
    throw new LedgerError('INTERNAL', 'a draft has the id of an event that is already recorded');
  }
}
