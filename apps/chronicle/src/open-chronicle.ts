import type { DynamicModule } from '@nestjs/common';

import { EventStore } from '#libs/event-store';
import { Clock } from '#libs/ledger';

import { ChronicleModule } from './chronicle.module.js';
import { Follower } from './follower.js';
import { ViewsDatabase } from './views/views-database.js';
import { ViewsRecorder } from './views/views-recorder.js';

/** What the chronicle needs of the process it runs in; the event store stays its owner's to close. */
export interface ChronicleParts {
  readonly store: EventStore;
  /** `postgres://` address of the views, a database that holds nothing else. */
  readonly viewsUrl: string;
  /** Tells which day it is, against which due and overdue are told. */
  readonly clock: Clock;
}

export interface OpenedChronicle {
  readonly module: DynamicModule;
  readonly follower: Follower;
}

/**
 * The views, opened, with their routes. They are followed up from the moment the module's application starts, and closed with it.
 * Throws VIEWS_UNAVAILABLE.
 */
export async function chronicleModule({ store, viewsUrl, clock }: ChronicleParts): Promise<OpenedChronicle> {
  const views = await ViewsDatabase.open(viewsUrl);
  const follower = new Follower(store, new ViewsRecorder(views));
  const module = ChronicleModule.register([
    { provide: EventStore, useValue: store },
    { provide: ViewsDatabase, useValue: views },
    { provide: Clock, useValue: clock },
    { provide: Follower, useValue: follower },
  ]);
  return { module, follower };
}
