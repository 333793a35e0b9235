import type { ProgressDatabase, TopicProgress } from './progress-database.js';
import type { PlannedPage } from './page-planner.js';

/** Saves how far a topic has got while the next page is sent already; never more than one save behind. */
export class ProgressSaver {
  private saving: Promise<boolean> = Promise.resolve(true);
  private expected: TopicProgress;

  constructor(
    private readonly progress: ProgressDatabase,
    begun: TopicProgress,
  ) {
    this.expected = begun;
  }

  /**
   * Begins to save that a page of `sent` messages was acknowledged, once the one before is saved. Answers `false` when that one could not be:
   * the topic has moved or been rebuilt meanwhile, and where it stands must be looked up. Rejects when the database cannot be used.
   */
  async save({ last, streams }: PlannedPage, sent: number): Promise<boolean> {
    if (!(await this.saving)) return false;
    const before = this.expected;
    this.expected = { ...before, next: last.position + 1, lastId: last.id, sent: before.sent + sent };
    this.saving = this.progress.save(before, this.expected, streams);
    // Whoever saves next, or settles, learns of a failure.
    this.saving.catch(() => undefined);
    return true;
  }

  /** Resolves when nothing is being saved any more; rejects as the last save did. */
  settled(): Promise<boolean> {
    return this.saving;
  }
}
