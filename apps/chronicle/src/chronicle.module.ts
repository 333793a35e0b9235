import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';

import { EventStore } from '#libs/event-store';
import { Clock } from '#libs/ledger';

import { Follower } from './follower.js';
import { History } from './history.js';
import { AddresseesController } from './http/addressees.controller.js';
import { CommunicationsReadController } from './http/communications.controller.js';
import { EventsController } from './http/events.controller.js';
import { ObligationsController } from './http/obligations.controller.js';
import { ViewsDatabase } from './views/views-database.js';
import { ViewsReader } from './views/views-reader.js';
import { ViewsRecorder } from './views/views-recorder.js';

/** What the chronicle needs of the process it runs in; the event store stays its owner's to close. */
export interface ChronicleParts {
  readonly eventStore: EventStore;
  /** Opened by `ViewsDatabase.open`; closed with the module. */
  readonly views: ViewsDatabase;
  readonly clock: Clock;
}

/** Follows the event store, keeps the views and answers reads. */
@Module({})
export class ChronicleModule implements OnApplicationShutdown {
  constructor(@Inject(ViewsDatabase) private readonly views: ViewsDatabase) {}

  static register({ eventStore, views, clock }: ChronicleParts): DynamicModule {
    return {
      module: ChronicleModule,
      controllers: [AddresseesController, CommunicationsReadController, EventsController, ObligationsController],
      providers: [
        { provide: EventStore, useValue: eventStore },
        { provide: ViewsDatabase, useValue: views },
        { provide: Clock, useValue: clock },
        Follower,
        History,
        ViewsReader,
        ViewsRecorder,
      ],
      exports: [Follower],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.views.close();
  }
}
