import type { PlannedPage } from './page-planner.js';
import type { ProgressDatabase, TopicProgress } from './progress-database.js';
import type { StreamProgress } from './stream-progress.js';

/** After a crash at most so many pages, besides the one under way, are sent a second time. */
const mostUnsaved = 8;

/** Saves how far a topic has got while the next pages are sent already; what comes while one save runs goes into the next, together. */
export class ProgressSaver {
  private acknowledged: TopicProgress;
  private unsaved: PlannedPage[] = [];
  /** Until nothing is left to be saved; `false` once the topic has moved or been rebuilt by somebody else. */
  private saving: Promise<boolean> | undefined;

  constructor(
    private readonly progress: ProgressDatabase,
    private saved: TopicProgress,
  ) {
    this.acknowledged = saved;
  }

  /**
   * A page of `sent` messages was acknowledged. Answers `false` when where the topic stands must be looked up again; rejects when the database
   * cannot be used.
   */
  async acknowledge(page: PlannedPage, sent: number): Promise<boolean> {
    const { position, id } = page.last;
    this.acknowledged = { ...this.acknowledged, next: position + 1, lastId: id, sent: this.acknowledged.sent + sent };
    this.unsaved.push(page);
    if (this.unsaved.length > mostUnsaved && !(await this.settled())) return false;
    if (this.saving === undefined) {
      this.saving = this.saveAll();
      // Whoever acknowledges next, or settles, learns of a failure.
      this.saving.catch(() => undefined);
    }
    return true;
  }

  /** Resolves when everything acknowledged is saved; rejects as a save did that failed. */
  settled(): Promise<boolean> {
    return this.saving ?? Promise.resolve(true);
  }

  private async saveAll(): Promise<boolean> {
    while (this.unsaved.length > 0) {
      const [pages, after] = [this.unsaved, this.acknowledged];
      this.unsaved = [];
      const streams = new Map<string, StreamProgress>();
      for (const page of pages) for (const each of page.streams) streams.set(each.stream, each);
      // A topic that somebody else has moved stays given up: `saving` is kept.
      if (!(await this.progress.save(this.saved, after, [...streams.values()]))) return false;
      this.saved = after;
    }
    this.saving = undefined;
    return true;
  }
}
