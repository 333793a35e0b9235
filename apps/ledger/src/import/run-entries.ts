import { LedgerError } from '#libs/ledger';
import { referenceKey } from '#libs/domain';

import { type Entry, isDraft } from './entry.js';
import { type Outcome, refused } from './outcome.js';
import type { Tally } from './tally.js';

export interface Running {
  /** How many rows are under way at once, so that neither side is flooded. */
  readonly width: number;
  /** Once aborted, what is under way is finished and nothing more is begun. */
  readonly signal: AbortSignal;
  /** Ends with the first row that is refused. */
  readonly strict: boolean;
  readonly take: (draft: Extract<Entry['read'], { kind: string }>) => Promise<Outcome>;
}

/** How it came to its end; only after `complete` was everything looked at. */
export type Ending =
  | { readonly ended: 'complete' | 'interrupted' | 'refusal' | 'unreadable' }
  | { readonly ended: 'unavailable' | 'stopped'; readonly error: LedgerError };

/** Takes entry after entry, several at once; those of one letter, and those that need another letter, one after the other. */
export async function runEntries(entries: AsyncIterable<Entry>, running: Running, tally: Tally): Promise<Ending> {
  const underWay = new Map<string, Promise<void>>();
  let ending: Ending | undefined;
  const end = (how: Ending): void => void (ending ??= how);
  const settle = async (entry: Entry): Promise<void> => {
    try {
      const outcome = isDraft(entry.read) ? await running.take(entry.read) : refused(entry.read);
      tally.add(entry, outcome);
      if (outcome.what === 'refused' && running.strict) end({ ended: 'refusal' });
    } catch (error) {
      end(running.signal.aborted ? { ended: 'interrupted' } : failed(error));
    }
  };
  for await (const entry of entries) {
    const needed = namesOf(entry);
    await Promise.all(needed.flatMap((name) => underWay.get(name) ?? []));
    while (underWay.size >= running.width) await Promise.race(underWay.values());
    if (running.signal.aborted) end({ ended: 'interrupted' });
    if (ending !== undefined) break;
    tally.begin(entry);
    const [own = ''] = needed;
    underWay.set(
      own,
      settle(entry).finally(() => underWay.delete(own)),
    );
    if (entry.isLast) end({ ended: 'unreadable' });
  }
  await Promise.all(underWay.values());
  return ending ?? { ended: 'complete' };
}

/** By which an entry is known while it is under way, and those that it waits for. */
const namesOf = ({ place, read }: Entry): readonly string[] =>
  isDraft(read) ? [referenceKey(read.key), ...read.after] : [JSON.stringify(place)];

function failed(error: unknown): Ending {
  if (!(error instanceof LedgerError)) throw error;
  return { ended: error.kind === 'broken' ? 'unavailable' : 'stopped', error };
}
