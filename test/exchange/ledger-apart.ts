import { createServer } from 'node:net';

import { type EventStore, openPostgresEventStore } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { allTopics, openKafka } from '#libs/kafka';
import type { RecordedEvent } from '#libs/ledger';
import { freshDatabase, LedgerProcess, type SubmittingAgency, temporaryHome } from '#libs/testing';

import { addedAgency, exchangeSecret } from '../e2e/agencies.js';
import { RegistryProcess } from '../e2e/registry-process.js';
import { ExchangeProcess } from '../kafka/exchange-process.js';
import { Operated } from './operated.js';

interface Box {
  readonly box: string;
}

/** A ledger whose registry and exchange are processes of their own, with one agency. */
export class LedgerApart {
  private constructor(
    readonly agency: SubmittingAgency,
    readonly exchange: ExchangeProcess,
    private readonly store: EventStore,
    private readonly registryEnv: Readonly<Record<string, string>>,
    private registry: RegistryProcess,
  ) {}

  static async start(brokers: readonly string[], name: string): Promise<LedgerApart> {
    const home = temporaryHome();
    const databases: Record<string, string> = { EXCHANGE_SECRET: exchangeSecret };
    for (const each of ['EVENT_STORE_URL', 'VIEWS_URL', 'KEY_STORE_URL', 'EXCHANGE_URL'])
      databases[each] = await freshDatabase('apart');
    const founding = await LedgerProcess.start(home, undefined, databases);
    const { agency } = await addedAgency(founding, home, name);
    await founding.stop();
    const admin = openKafka({ brokers, clientId: 'test' }).admin();
    await admin.create(allTopics([name, 'labour', 'migration', 'drugs-and-crime', 'national-institutions']));
    await admin.close();
    const port = String(await freePort());
    const registryUrl = `http://127.0.0.1:${port}`;
    // Nothing here asks for a proof.
    const registryEnv = { ...databases, LEDGER_HOME: home, LEDGER_PORT: port, NOTARY_URL: registryUrl };
    const registry = await RegistryProcess.start(registryEnv);
    const exchangeEnv = {
      ...databases,
      REGISTRY_URL: registryUrl,
      KAFKA_BROKERS: brokers.join(','),
      LOG_LEVEL: 'debug',
    };
    const exchange = await ExchangeProcess.start(exchangeEnv);
    const store = await openPostgresEventStore(databases['EVENT_STORE_URL'] ?? '', { as: 'reader' });
    await new Operated(exchange.url, exchangeSecret).untilFollowed(name);
    return new LedgerApart(agency, exchange, store, registryEnv, registry);
  }

  get operated(): Operated {
    return new Operated(this.exchange.url, exchangeSecret);
  }

  /** Ends the registry without warning. */
  kill(): Promise<void> {
    return this.registry.kill();
  }

  async restart(): Promise<void> {
    this.registry = await RegistryProcess.start(this.registryEnv);
  }

  /** Records something through the registry as a clerk; answers whether it is acknowledged. */
  async record(path: string, body: object, key: string): Promise<boolean> {
    return (await this.registry.post(path, body, key))?.status === 201;
  }

  /** Everything on record. */
  async events(): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (;;) {
      const page = await this.store.read(events.length, 1000);
      if (page.length === 0) return events;
      events.push(...page.map(({ position, payload }) => recordedEvent(position, payload)));
    }
  }

  /** Every ciphertext on record. */
  async ciphertexts(): Promise<readonly string[]> {
    const found: string[] = [];
    for (let from = 0; ; from += 1000) {
      const page = await this.store.read(from, 1000);
      for (const { boxes } of page)
        if (boxes !== null) found.push(...(JSON.parse(Buffer.from(boxes).toString()) as Box[]).map(({ box }) => box));
      if (page.length < 1000) return found;
    }
  }

  async close(): Promise<void> {
    await this.exchange.stop();
    await this.registry.kill();
    await this.store.close();
  }
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
