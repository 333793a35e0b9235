import { LedgerError } from '#libs/ledger';

/** In milliseconds; longer than a request with what kafkajs tries again by itself takes when brokers answer at all. */
const answerWithin = 30_000;

interface Client {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** A client of kafkajs that connects when it is first needed, and again after a failure to. */
export class Connected<C extends Client> {
  private connecting: Promise<void> | undefined;

  constructor(private readonly client: C) {}

  async use(): Promise<C> {
    this.connecting ??= this.client.connect().catch((error: unknown) => {
      this.connecting = undefined;
      throw error;
    });
    await this.connecting;
    return this.client;
  }

  async close(): Promise<void> {
    await this.connecting?.catch(() => undefined);
    await this.client.disconnect();
  }
}

/** A client for each topic: one that has been asked for a topic that does not exist finds none of the others any more. */
export class PerTopic<C extends Client> {
  private readonly clients = new Map<string, Connected<C>>();

  constructor(private readonly make: () => Connected<C>) {}

  private of(topic: string): Promise<C> {
    const client = this.clients.get(topic) ?? this.make();
    this.clients.set(topic, client);
    return client.use();
  }

  /**
   * Asks a topic's client. One that gives no answer in time is given up, and another takes its place: kafkajs can wait for ever for a broker
   * that went away. What was asked may still happen.
   */
  async ask<T>(topic: string, question: (client: C) => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        void this.clients
          .get(topic)
          ?.close()
          .catch(() => undefined);
        this.clients.delete(topic);
        reject(new LedgerError('BROKER_UNAVAILABLE', `no answer came within ${answerWithin} ms`));
      }, answerWithin);
    });
    try {
      return await Promise.race([this.of(topic).then(question), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.close()));
  }
}
