import { type Entry, type EventStore, leafOf, pageSize } from '#libs/event-store';
import { AuditorsChoice, type HeadsList, MerkleTree, ReadersChoice, recordedEvent } from '#libs/integrity';
import { LedgerError, type RecordedEvent } from '#libs/ledger';
import { LedgerTally } from '#libs/projections';

import type { Readers } from './bundle-order.js';
import type { BundleWork } from './bundle-work.js';

export const eventOf = ({ position, payload }: Entry): RecordedEvent => recordedEvent(position, payload);

/** What events by which something becomes public say: a letter's publication, a press release. */
export interface Publication {
  readonly rendition?: { readonly digest: string };
  readonly released?: readonly { readonly event: string; readonly digests: readonly string[] }[];
}

/** What a bundle's making must know of the whole ledger before it writes the first line. */
export interface LedgerSurvey {
  readonly tree: MerkleTree;
  /** Positions of the bundle's statements, ascending. */
  readonly positions: readonly number[];
  /** By code, as the heads recorded them. */
  readonly lists: ReadonlyMap<string, HeadsList>;
  /** Of an auditor's bundle: the view of the whole ledger. */
  readonly tally?: LedgerTally;
  /** Digests of the fields that statements of the bundle release, by the event they belong to. */
  readonly released: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads the first `size` entries once, page by page; of each stays its leaf and its place. */
export async function surveyed(
  store: EventStore,
  size: number,
  readers: Readers,
  work: BundleWork,
): Promise<LedgerSurvey> {
  const tree = new MerkleTree();
  const choice = choiceFor(readers);
  const releases: { readonly position: number; readonly released: NonNullable<Publication['released']> }[] = [];
  work.begin('ledger', size);
  while (tree.size < size) {
    const page = await store.read(tree.size, Math.min(pageSize, size - tree.size));
    if (page.length === 0) throw new LedgerError('NOTARY_UNAVAILABLE', 'its checkpoint is ahead of the store');
    for (const entry of page) {
      tree.append(leafOf(entry));
      const event = eventOf(entry);
      choice.see(event);
      const { released = [] } = event.data as unknown as Publication;
      if (released.length > 0) releases.push({ position: event.position, released });
    }
    work.at(tree.size);
  }
  const { positions, lists, tally } = choice.chosen(size);
  const chosen = new Set(positions);
  return {
    tree,
    positions,
    lists,
    ...(tally && { tally }),
    released: byEvent(releases.filter(({ position }) => chosen.has(position))),
  };
}

type Chosen = Pick<LedgerSurvey, 'positions' | 'lists' | 'tally'>;

interface Choice {
  see(event: RecordedEvent): void;
  /** Of the first `size` entries, all of which were seen. */
  chosen(size: number): Chosen;
}

function choiceFor(readers: Readers): Choice {
  if (readers.audience === 'auditor') {
    const [choice, tally] = [new AuditorsChoice(readers.headsPosition), new LedgerTally()];
    const all = (size: number): number[] => Array.from({ length: size }, (_, position) => position);
    const see = (event: RecordedEvent): void => {
      choice.see(event);
      tally.see(event);
    };
    return { see, chosen: (size) => ({ positions: all(size), lists: choice.lists, tally }) };
  }
  const choice = new ReadersChoice(readers);
  const chosen = (): Chosen => {
    const { positions, list } = choice.selection;
    return { positions, lists: new Map([[readers.code, list]]) };
  };
  return { see: (event) => choice.see(event), chosen };
}

function byEvent(releases: readonly Required<Pick<Publication, 'released'>>[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { event, digests } of releases.flatMap(({ released }) => released))
    found.set(event, new Set([...(found.get(event) ?? []), ...digests]));
  return found;
}

/** The entries at these positions, ascending, as pages of the store that begin and end with one that is wanted. */
export async function* entriesAt(store: EventStore, positions: readonly number[]): AsyncGenerator<Entry> {
  for (let next = 0; next < positions.length;) {
    const from = positions[next] ?? 0;
    let end = next;
    while ((positions[end] ?? Number.POSITIVE_INFINITY) < from + pageSize) end++;
    const page = await store.read(from, (positions[end - 1] ?? from) - from + 1);
    for (; next < end; next++) {
      const entry = page[(positions[next] ?? 0) - from];
      if (entry === undefined) throw new LedgerError('STORE_UNAVAILABLE', 'an entry that was there is not there');
      yield entry;
    }
  }
}
