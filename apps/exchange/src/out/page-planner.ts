import { type Entry, type EventStore, pageSize } from '#libs/event-store';

import { type Batch, batches } from './batches.js';
import { PagePlan } from './page-plan.js';
import type { ProgressDatabase } from './progress-database.js';
import type { Readership } from './readership.js';
import { type StreamProgress, untouched } from './stream-progress.js';

/** What a page of the ledger puts on a topic, ready to be sent, and how far each of its streams has got then. */
export interface PlannedPage {
  readonly batches: readonly Batch[];
  readonly streams: readonly StreamProgress[];
  /** Place of the page's last event. */
  readonly last: Pick<Entry, 'position' | 'id'>;
}

interface PlannerParts {
  readonly topic: string;
  readonly readers: Readership;
  readonly store: EventStore;
  readonly progress: ProgressDatabase;
  /** The ledger's origin. */
  readonly source: string;
}

/** Plans the pages of one topic, one after the other, without waiting until those before are sent: what it plans is taken as done. */
export class PagePlanner {
  private kept = new Map<string, StreamProgress>();
  /** Of the page planned last, which may not have been sent yet. */
  private latest: readonly StreamProgress[] = [];

  constructor(
    private readonly parts: PlannerParts,
    /** How many streams' progress is kept in memory. */
    private readonly mostKept = 20_000,
  ) {}

  /** `settled`: resolves when what was sent has been saved; at most the page planned last has not been sent. */
  async plan(page: readonly Entry[], settled: () => Promise<unknown>): Promise<PlannedPage> {
    const { topic, readers, store, progress, source } = this.parts;
    const names = PagePlan.streamsOf(page);
    if (this.kept.size + names.length > this.mostKept) {
      await settled();
      this.kept = new Map(this.latest.map((progress) => [progress.stream, progress]));
    }
    const missing = names.filter((name) => !this.kept.has(name));
    // What waits comes with every answer, but as it was saved: what is kept is newer.
    const found = missing.length === 0 ? new Map<string, StreamProgress>() : await progress.streams(topic, missing);
    this.kept = new Map([...missing.map((name) => [name, untouched(name)] as const), ...found, ...this.kept]);
    const plan = new PagePlan(readers, this.kept, (...asked) => readStream(store, ...asked));
    const ready: Batch[] = [];
    for await (const batch of batches(source, plan.messages(page))) ready.push(batch);
    this.latest = plan.changes;
    for (const change of this.latest) this.kept.set(change.stream, change);
    const { position, id } = page.at(-1) ?? { position: -1, id: '' };
    return { batches: ready, streams: this.latest, last: { position, id } };
  }
}

async function* readStream(
  store: EventStore,
  stream: string,
  fromRevision: number,
  upTo: number,
): AsyncIterable<Entry> {
  for (let from = fromRevision; ;) {
    const page = await store.readStream(stream, from, pageSize);
    for (const entry of page) if (entry.position <= upTo) yield entry;
    from += page.length;
    if (page.length < pageSize || (page.at(-1)?.position ?? 0) >= upTo) return;
  }
}
