import type { DynamicModule } from '@nestjs/common';
import type { Registry } from 'prom-client';

import type { AgencyEntitlement } from '#libs/domain';
import { type EventStore, foundingOf } from '#libs/event-store';
import { allTopics, type KafkaSettings, openKafka, topicName } from '#libs/kafka';
import type { Clock } from '#libs/ledger';
import { described, ExchangeCredential } from '#libs/service';

import { description, giveExamples } from './described-routes.js';
import { ExchangeController } from './http/exchange.controller.js';
import { ReceivingController } from './in/receiving.controller.js';
import { Receiving } from './in/receiving.js';
import { ReceivingMetrics } from './in/receiving-metrics.js';
import { RegistryDoor } from './in/registry-door.js';
import { StoppedAgencies } from './in/stopped-agencies.js';
import { addFigures } from './out/publication-metrics.js';
import { ProgressDatabase } from './out/progress-database.js';
import { Publishing } from './out/publishing.js';
import { everyone, readersOf } from './out/readership.js';
import { TopicPublisher } from './out/topic-publisher.js';

/** What the exchange needs of the process it runs in; the event store stays its owner's to close. */
export interface ExchangeParts {
  readonly store: EventStore;
  /** The way to the brokers; without it the exchange is idle. */
  readonly kafka: KafkaSettings | undefined;
  /** `postgres://` address of how far each topic has got and which agencies are stopped; asked for only when there are brokers. */
  readonly progressUrl: () => Promise<string>;
  /** The agencies that have a topic of their own, and what stands on it. */
  readonly entitlements: readonly AgencyEntitlement[];
  readonly clock: Clock;
  readonly metrics: Registry;
  /** What it takes in; without it, nothing. */
  readonly incoming?: IncomingParts;
}

export interface IncomingParts {
  /** Where the registry answers, asked at each use. */
  readonly registryUrl: () => string;
  /** What the registry knows exchange by. */
  readonly secret: string | undefined;
  /** Whether it makes the topics of agencies itself, as on a developer's own brokers, or somebody else does. */
  readonly topics: 'make' | 'leave';
}

export interface OpenedExchange {
  readonly module: DynamicModule;
  readonly publishing: Publishing;
  readonly receiving: Receiving;
}

/** The exchange with its routes; it publishes from the moment its module's application starts. Throws PROGRESS_UNAVAILABLE. */
export async function exchangeModule(parts: ExchangeParts): Promise<OpenedExchange> {
  const { store, clock, metrics } = parts;
  const publishing = await openPublishing(parts);
  const receiving = await openReceiving(parts);
  addFigures(metrics, { publishing, store, clock });
  giveExamples();
  const module: DynamicModule = {
    module: ExchangeModule,
    controllers: described([ExchangeController, ReceivingController], description),
    providers: [
      { provide: Publishing, useValue: publishing },
      { provide: Receiving, useValue: receiving },
      { provide: ExchangeCredential, useValue: new ExchangeCredential(parts.incoming?.secret) },
    ],
  };
  return { module, publishing, receiving };
}

async function openPublishing({ store, kafka, progressUrl, entitlements }: ExchangeParts): Promise<Publishing> {
  if (kafka === undefined) return Publishing.idle();
  const progress = await ProgressDatabase.open(await progressUrl());
  const client = openKafka(kafka);
  const [producer, admin] = [client.producer(), client.admin()];
  const shared = { store, progress, producer, admin };
  const publishers = [
    new TopicPublisher(topicName('publicEvents'), everyone, shared),
    ...entitlements.map(
      (entitlement) =>
        new TopicPublisher(topicName('agencyEvents', entitlement.agency), readersOf(entitlement), shared),
    ),
  ];
  return new Publishing(publishers, progress, [producer, admin, progress]);
}

async function openReceiving(parts: ExchangeParts): Promise<Receiving> {
  const { store, kafka, metrics, incoming, entitlements, progressUrl } = parts;
  if (kafka === undefined || incoming?.secret === undefined) return Receiving.idle();
  const { registryUrl, secret, topics } = incoming;
  const client = openKafka(kafka);
  const admin = client.admin();
  const { origin } = await foundingOf(store);
  return new Receiving({
    ...{ store, kafka: client, origin, producer: client.producer(), metrics: new ReceivingMetrics(metrics) },
    door: new RegistryDoor(registryUrl, secret),
    stopped: await StoppedAgencies.open(await progressUrl()),
    prepare: async (agencies) => {
      const readers = entitlements.map(({ agency }) => agency);
      if (topics === 'make') await admin.create(allTopics([...new Set([...agencies, ...readers])]));
    },
    close: () => admin.close(),
  });
}

class ExchangeModule {}
