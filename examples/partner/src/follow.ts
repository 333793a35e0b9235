import { readFileSync, writeFileSync } from 'node:fs';

import { type Admin, type EachBatchPayload, type IHeaders, Kafka, logLevel, type Producer } from 'kafkajs';

import { Ledger } from './ledger.js';
import { type Partner, signed } from './partner.js';
import type { Trust } from './transparency-log.js';

export interface Following {
  readonly partner: Partner;
  readonly brokers: readonly string[];
  readonly trust: Trust;
  /** Where we remember the last position of each stream of each topic. */
  readonly stateFile: string;
  readonly say: (line: string) => void;
}

/** The last position seen, by topic and stream. */
type Seen = Record<string, number>;

/**
 * Reads our topic and the public one, checks every message, and confirms how far it has read. It stops at the first message that does not
 * verify and at the first hole: what comes after cannot be trusted to be whole.
 */
export class Follower {
  private readonly ledger: Ledger;
  private readonly seen: Seen;
  private readonly highest = new Map<string, number>();
  private readonly group: string;

  constructor(private readonly given: Following) {
    this.ledger = new Ledger(given.partner.ledger, given.trust);
    this.seen = readState(given.stateFile);
    this.group = `${given.partner.agency}.follow`;
  }

  /** Rejects with the first fault. */
  async run(topics: readonly string[]): Promise<never> {
    const { partner, brokers } = this.given;
    const kafka = new Kafka({ clientId: partner.agency, brokers: [...brokers], logLevel: logLevel.NOTHING });
    const [admin, producer] = [kafka.admin(), kafka.producer()];
    const consumer = kafka.consumer({ groupId: this.group, sessionTimeout: 10_000, maxWaitTimeInMs: 200 });
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void consumer.disconnect().finally(() => process.exit(0)));
    await Promise.all([admin.connect(), producer.connect(), consumer.connect()]);
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    return new Promise((_, reject) => {
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
      const eachBatch = (payload: EachBatchPayload): Promise<void> =>
        this.take(payload, admin, producer).catch((error: Error) => {
          reject(error);
          throw error;
        });
      consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch }).catch(reject);
    });
  }

  private async take(payload: EachBatchPayload, admin: Admin, producer: Producer): Promise<void> {
    const { topic, partition, messages } = payload.batch;
    for (const { value, key, headers, offset } of messages) {
      await this.check(topic, key?.toString() ?? '', value ?? Buffer.alloc(0), textsOf(headers));
      writeFileSync(this.given.stateFile, JSON.stringify(this.seen));
      const next = String(BigInt(offset) + 1n);
      await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: next }] }] });
      payload.resolveOffset(offset);
      await payload.heartbeat();
    }
    if (await this.isLevel(topic, admin)) await this.confirm(topic, producer);
  }

  private async check(topic: string, stream: string, payload: Buffer, headers: Record<string, string>): Promise<void> {
    const [position, before] = [Number(headers['ce_position']), headers['ce_prevposition']];
    const place = `${topic} ${stream}`;
    const last = this.seen[place];
    // A message can be sent twice, never with other bytes: what was seen is passed over.
    if (last !== undefined && position <= last) return;
    if (String(last) !== String(before)) throw new Error(`hole in ${place}: ${before} should follow ${last}`);
    const id = headers['ce_id'] ?? '';
    const claims = JSON.parse(payload.toString()) as Record<string, unknown>;
    if (claims['jti'] !== id || claims['sub'] !== stream || claims['iss'] !== this.given.trust.origin)
      throw new Error(`${place} ${position}: the headers say something else than the statement`);
    const fault = await this.ledger.fault(Ledger.statement(payload, headers), id, position);
    if (fault !== undefined) throw new Error(`${place} ${position}: ${fault}`);
    this.seen[place] = position;
    this.highest.set(topic, Math.max(position, this.highest.get(topic) ?? -1));
    this.given.say(`verified ${topic} ${stream} ${position} ${String(claims['typ'])}`);
  }

  /** Whether we have read everything that stands on the topic now. */
  private async isLevel(topic: string, admin: Admin): Promise<boolean> {
    const [own] = await admin.fetchOffsets({ groupId: this.group, topics: [topic] });
    const read = new Map(own?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    const ends = await admin.fetchTopicOffsets(topic);
    return ends.every(({ partition, low, high }) => low === high || (read.get(partition) ?? -1) >= Number(high));
  }

  private async confirm(topic: string, producer: Producer): Promise<void> {
    const position = this.highest.get(topic);
    if (position === undefined) return;
    const { partner, trust, say } = this.given;
    const claims = { iss: partner.source, aud: trust.origin, topic, position };
    const value = signed(partner, 'ledger-consumption+jws', claims);
    await producer.send({ topic: partner.topics.consumption, messages: [{ key: partner.agency, value }] });
    say(`confirmed ${topic} ${position}`);
  }
}

const textsOf = (headers: IHeaders = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

function readState(file: string): Seen {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Seen;
  } catch {
    return {};
  }
}
