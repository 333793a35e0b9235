import { type DynamicModule, Injectable, type OnApplicationShutdown, type Provider } from '@nestjs/common';

import { described } from '#libs/service';

import { History } from './history.js';
import { AddresseesController } from './http/addressees.controller.js';
import { Addressees } from './http/addressees.js';
import { CommunicationPages } from './http/communication-pages.js';
import { CommunicationsReadController } from './http/communications.controller.js';
import { description } from './http/described-routes.js';
import { EventsController } from './http/events.controller.js';
import { HeadsController } from './http/heads.controller.js';
import { ObligationsController } from './http/obligations.controller.js';
import { ObligationsDesk } from './http/obligations-desk.js';
import { SchemasController } from './http/schemas.controller.js';
import { ViewsDatabase } from './views/views-database.js';
import { ViewsReader } from './views/views-reader.js';

const ownProviders = [Addressees, CommunicationPages, History, ObligationsDesk, ViewsReader];

/** Follows the event store, keeps the views and answers reads; closes the views with the application. */
@Injectable()
export class ChronicleModule implements OnApplicationShutdown {
  constructor(private readonly views: ViewsDatabase) {}

  /** `outside`: the providers of EventStore, ViewsDatabase, Clock and Follower. */
  static register(outside: readonly Provider[]): DynamicModule {
    return {
      module: ChronicleModule,
      controllers: described(
        [
          AddresseesController,
          CommunicationsReadController,
          EventsController,
          HeadsController,
          ObligationsController,
          SchemasController,
        ],
        description,
      ),
      providers: [...outside, ...ownProviders],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.views.close();
  }
}
