import { randomBytes } from 'node:crypto';

import { type KafkaClient, type ReceivedMessage } from '#libs/kafka';

/** A secret as it would look in bytes of others: as it is, in wide letters, in hexadecimal, and in base64 at each of three places. */
function formsOf(secret: string): readonly Buffer[] {
  const bytes = Buffer.from(secret);
  const inBase64 = [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    // Characters at the edges also say something of what stands beside it.
    const inner = padded
      .toString('base64')
      .replace(/=+$/, '')
      .slice(before === 0 ? 0 : before + 1, -2);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const texts = [bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...inBase64];
  return [bytes, Buffer.from(secret, 'utf16le'), ...texts.map((text) => Buffer.from(text))];
}

/** Looks for secrets wherever bytes went. */
export class Traces {
  private readonly forms: readonly (readonly [secret: string, forms: readonly Buffer[]])[];

  constructor(secrets: readonly string[]) {
    this.forms = secrets.map((secret) => [secret, formsOf(secret)]);
  }

  /** The secrets that stand there in any form. */
  in(bytes: Uint8Array | string): readonly string[] {
    const all = Buffer.from(bytes);
    return this.forms.filter(([, forms]) => forms.some((form) => all.includes(form))).map(([secret]) => secret);
  }

  /** Where on a topic: in a key, a header or a value. */
  inMessages(messages: readonly ReceivedMessage[]): readonly string[] {
    return messages.flatMap(({ topic, offset, key = '', headers, value }) => {
      const said = [Buffer.from(`${key} ${JSON.stringify(headers)} `), Buffer.from(value ?? [])];
      return this.in(Buffer.concat(said)).map((secret) => `${topic} ${offset}: ${secret}`);
    });
  }
}

/** Every message on every topic that the brokers have, their own included, by topic. */
export async function everythingHeld(client: KafkaClient): Promise<ReadonlyMap<string, readonly ReceivedMessage[]>> {
  const admin = client.admin();
  const held = new Map<string, readonly ReceivedMessage[]>();
  for (const topic of await admin.topics()) {
    const spans = (await admin.spans(topic)).filter(({ from, next }) => from < next);
    held.set(
      topic,
      spans.length === 0 ? [] : await readUpTo(client, topic, new Map(spans.map((s) => [s.partition, s.next]))),
    );
  }
  await admin.close();
  return held;
}

async function readUpTo(
  client: KafkaClient,
  topic: string,
  ends: Map<number, number>,
): Promise<readonly ReceivedMessage[]> {
  const found: ReceivedMessage[] = [];
  const consumer = client.consumer({ group: `public.traces-${randomBytes(6).toString('hex')}`, waitAtMost: 50 });
  await new Promise<void>((resolve) => {
    consumer.start([topic], async (batch) => {
      found.push(...batch.messages);
      const last = batch.messages.at(-1);
      if (last === undefined) return;
      if (Number(last.offset) + 1 >= (ends.get(batch.partition) ?? 0)) ends.delete(batch.partition);
      await batch.commit(last);
      if (ends.size === 0) resolve();
    });
  });
  await consumer.close();
  return found;
}
