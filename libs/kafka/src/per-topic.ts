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

  of(topic: string): Promise<C> {
    const client = this.clients.get(topic) ?? this.make();
    this.clients.set(topic, client);
    return client.use();
  }

  async close(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.close()));
  }
}
