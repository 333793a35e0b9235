import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import postgres from 'postgres';

import { ViewsDatabase } from '#apps/chronicle';
import { type Entry, type EventStore, openEventStore } from '#libs/event-store';

/** Gives the address of a new, empty database. */
export type NewDatabase = (name: string) => Promise<string>;

/** What the trials of one class share: an event store with somebody who may do anything in its database, views, and a folder. */
export class Room {
  readonly folder = mkdtempSync(join(tmpdir(), 'ledger-tampering-'));
  private openedViews: Promise<{ url: string; views: ViewsDatabase }> | undefined;

  private constructor(
    readonly store: EventStore,
    /** Of a superuser, whom no right of a role stops. */
    readonly insider: postgres.Sql,
    private readonly database: NewDatabase,
  ) {
    chmodSync(this.folder, 0o711);
  }

  static async open(database: NewDatabase): Promise<Room> {
    const url = await database('tampering');
    const insider = postgres(url, { max: 1, fetch_types: false, onnotice: () => undefined });
    return new Room(await openEventStore(url), insider, database);
  }

  /** The views' database, for the classes that need one. */
  async views(): Promise<{ url: string; views: ViewsDatabase }> {
    return (this.openedViews ??= this.database('views').then(async (url) => ({
      url,
      views: await ViewsDatabase.open(url),
    })));
  }

  /** Empties the store and lets it hold these, as a registry would have recorded them. */
  async hold(entries: readonly Entry[]): Promise<void> {
    await this.insider`TRUNCATE event`;
    await this.insider`UPDATE head SET size = 0, append = NULL`;
    await this.store.append(0, entries);
  }

  /** Everything in the store, as it is now. */
  async rows(): Promise<Entry[]> {
    return this.store.read(0, 10_000);
  }

  async close(): Promise<void> {
    await (await this.openedViews)?.views.close();
    await this.store.close();
    await this.insider.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
