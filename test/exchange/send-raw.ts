import kafkajs, { type IHeaders } from 'kafkajs';

interface Raw {
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

const [mostMessages, mostBytes] = [200, 900_000];

/** Puts messages on a topic of one partition, in their order, as any program can that has the right to. */
export async function sendRaw<T extends Raw>(
  brokers: readonly string[],
  topic: string,
  messages: AsyncIterable<T>,
  onSent: (message: T) => void,
): Promise<void> {
  const client = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const producer = client.producer({ maxInFlightRequests: 1 });
  await producer.connect();
  const send = async (some: readonly T[]): Promise<void> => {
    const sent = some.map(({ value, headers }) => ({ key: 'test', value, headers }));
    await producer.send({ topic, messages: sent });
    some.forEach(onSent);
  };
  let [some, bytes] = [[] as T[], 0];
  for await (const message of messages) {
    const size = sizeOf(message);
    if (some.length === mostMessages || (some.length > 0 && bytes + size > mostBytes)) {
      await send(some);
      [some, bytes] = [[], 0];
    }
    some.push(message);
    bytes += size;
  }
  await send(some);
  await producer.disconnect();
}

const sizeOf = ({ value, headers }: Raw): number =>
  (value?.length ?? 0) + JSON.stringify(Object.entries(headers)).length + 200;
