import { LedgerError, type RecordedEvent } from '#libs/ledger';
import { isDraft } from './batch.js';
import type { Command, Draft, View } from './command.js';
import type { Entry } from './event-store.js';
import type { LedgerTip } from './ledger-tip.js';

type Known = (id: string) => Entry | undefined;

/** What a view looks at. */
interface Seen {
  readonly tip: LedgerTip;
  readonly time: () => string;
  readonly known: Known;
}

/** The view one command has of the ledger: only what it named is looked up, so anything else is a mistake of its author. */
export class CommandView implements View {
  readonly size: number;

  constructor(
    private readonly command: Command,
    private readonly seen: Seen,
  ) {
    this.size = seen.tip.size;
  }

  /** Only who records something needs a clock that is right. */
  get time(): string {
    return this.seen.time();
  }

  events(stream: string): readonly RecordedEvent[] {
    const found = this.command.streams.includes(stream) ? this.seen.tip.events(stream) : undefined;
    if (found === undefined)
      throw new LedgerError('INTERNAL', `the stream ${stream} is not among those the command names`);
    return found;
  }

  since(position: number): readonly RecordedEvent[] | undefined {
    return this.seen.tip.since(position);
  }

  nextRevision(stream: string): number {
    return this.events(stream).length;
  }

  known(id: string): Entry | undefined {
    if (!this.command.ids.includes(id))
      throw new LedgerError('INTERNAL', 'the id is not among those the command names');
    return this.seen.known(id);
  }
}

/** An id is recorded once: a decision that did not look is stopped before it is signed. */
export function refuseRecorded(decided: readonly (Draft | Entry)[], known: Known): void {
  const ids = decided.filter(isDraft).map(({ id }) => id);
  if (new Set(ids).size < ids.length || ids.some((id) => known(id) !== undefined)) {
    throw new LedgerError('INTERNAL', 'a draft has the id of an event that is already recorded');
  }
}
