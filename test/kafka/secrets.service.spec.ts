import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type EventName, catalogue, slotsOf } from '#libs/domain';
import { openPostgresEventStore } from '#libs/event-store';
import { allTopics, type KafkaClient, openKafka, type ReceivedMessage, topicName } from '#libs/kafka';
import { freshDatabase, type Kafka, payloadExamples, startKafka, storedEntries } from '#libs/testing';

import { seeded } from '../chaos/seeded.js';
import { withCanaries } from '../histories/canaries.js';
import { GeneratedHistory } from '../histories/generated-history.js';
import { steps } from '../histories/steps.js';
import { actingAt, standingOf, until } from './until.js';
import { ExchangeProcess } from './exchange-process.js';
import { everythingHeld, Traces } from './traces.js';

const everyone = topicName('publicEvents');
const agencies = ['labour', 'migration', 'drugs-and-crime', 'national-institutions'];
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
/** Every canary of a sealed field begins so, and so does every ciphertext here. */
const [sealed, ciphertext] = ['canary-', 'ciphertext-of-'];
const traces = new Traces([sealed, ciphertext]);

/** Every type that seals something, on a stream that everyone may read where its kind can be; and a mixed history around. */
async function historyOfEverything(): Promise<GeneratedHistory> {
  const random = seeded(seed);
  const history = await GeneratedHistory.begin();
  const all = Object.values(steps);
  for (const step of [steps.receive, steps.send, steps.publish]) await history.take(step, 0);
  for (let n = 0; n < 300; n++)
    await history.take(all[Math.floor(random() * all.length)] ?? steps.receive, Math.floor(random() * 40));
  const missing = (Object.keys(catalogue) as EventName[]).filter(
    (type) => slotsOf(type, 1).length > 0 && history.ids(type).length === 0,
  );
  for (const type of missing) {
    const stream = 'communication-KHM-1-2025';
    const data = withCanaries(type, payloadExamples[type], stream, history.ledger.size);
    await history.ledger.record({ stream, type, data, codes: ['KHM'], slots: slotsOf(type, 1) });
  }
  return history;
}

describe(`what is sealed, once it was recorded and published (seed ${seed})`, () => {
  let kafka: Kafka;
  let exchange: ExchangeProcess;
  let client: KafkaClient;
  let history: GeneratedHistory;
  let held: ReadonlyMap<string, readonly ReceivedMessage[]>;

  beforeAll(async () => {
    kafka = await startKafka();
    client = openKafka({ brokers: kafka.brokers, clientId: 'test' });
    const admin = client.admin();
    await admin.create(allTopics(agencies));
    await admin.close();
    history = await historyOfEverything();
    const url = await freshDatabase('events');
    const store = await openPostgresEventStore(url, { as: 'writer' });
    const boxesOf = (texts: readonly string[]): Buffer | null =>
      texts.length === 0
        ? null
        : Buffer.from(JSON.stringify(texts.map((text) => ({ box: `${ciphertext}${text}`, keys: [], path: 'x' }))));
    const entries = storedEntries(history.ledger).map((entry, n) => {
      const boxes = boxesOf(history.ledger.entries[n]?.disclosures ?? []);
      return { ...entry, boxes };
    });
    await store.append(0, entries);
    await store.close();
    exchange = await ExchangeProcess.start({
      ...{ EVENT_STORE_URL: url, EXCHANGE_URL: await freshDatabase('exchange'), LOG_LEVEL: 'debug' },
      KAFKA_BROKERS: kafka.brokers.join(','),
    });
    for (const topic of [everyone, ...agencies.map((agency) => topicName('agencyEvents', agency))])
      await until(async () => (await standingOf(exchange, topic)) === 'following');
    const caughtUp = `ledger_exchange_lag_events{topic="${everyone}"} 0`;
    await until(async () => (await (await fetch(`${exchange.url}/metrics`)).text()).includes(caughtUp));
    const behind = /ledger_exchange_lag_events\{[^}]*\} [1-9]/;
    await until(async () => !behind.test(await (await fetch(`${exchange.url}/metrics`)).text()));
    held = await everythingHeld(client);
  });
  afterAll(async () => {
    await exchange.stop();
    await kafka.stop();
  });

  it('was there to be found: every type that seals something is on record, and letters are published', () => {
    const types = new Set(history.all.map(({ type }) => type));
    const sealing = (Object.keys(catalogue) as EventName[]).filter((type) => slotsOf(type, 1).length > 0);
    expect(sealing.filter((type) => !types.has(type))).toEqual([]);
    expect([...held.keys()]).toEqual(expect.arrayContaining(allTopics(agencies).map(({ name }) => name)));
    const published = held.get(everyone) ?? [];
    expect(published.length).toBeGreaterThan(50);
    const open = published.filter(({ key = '' }) => key.startsWith('communication-'));
    expect(open.some(({ value }) => String(value && Buffer.from(value)).includes('_sd'))).toBe(true);
    for (const agency of agencies)
      expect(held.get(topicName('agencyEvents', agency))).toHaveLength(
        published.filter(({ key = '' }) => !key.startsWith('ledger-')).length,
      );
  });

  it('stands on no topic of the brokers, neither in clear nor as a ciphertext', () => {
    const everything = [...held.values()].flat();
    expect(traces.inMessages(everything)).toEqual([]);
  });

  it('stands in no log, no metric, and nothing that the exchange answers', async () => {
    const auditor = await actingAt(exchange, 'auditor');
    const answers = ['/metrics', '/readyz', '/healthz', '/v1/exchange', '/asyncapi.json', '/openapi.json'];
    for (const path of answers) expect([path, traces.in((await auditor.get(path)).text)]).toEqual([path, []]);
    expect(exchange.log().length).toBeGreaterThan(0);
    expect(traces.in(exchange.log())).toEqual([]);
  });

  it.each<[string, Buffer, string]>([
    ['in a value', Buffer.from('{"narrative":"canary-people-7-narrative-"}'), ''],
    ['in a header', Buffer.from('{}'), 'canary-sealed-7-text-'],
    ['as base64 within something else', Buffer.from(`xy${Buffer.from('a canary-people-7').toString('base64url')}`), ''],
    ['in hexadecimal', Buffer.from(Buffer.from('canary-').toString('hex')), ''],
    ['in wide letters', Buffer.from('canary-', 'utf16le'), ''],
    ['as a ciphertext', Buffer.from(`[{"box":"${ciphertext}x"}]`), ''],
  ])('would be found %s', async (_, value, header) => {
    const producer = client.producer();
    const topic = topicName('receipts', 'labour');
    await producer.send(topic, [{ key: 'planted', value, headers: { planted: header } }]);
    await producer.close();
    const found = (await everythingHeld(client)).get(topic) ?? [];
    expect(traces.inMessages(found.slice(-1))).toHaveLength(1);
    expect(traces.in(Buffer.concat([Buffer.from('a log says '), value, Buffer.from(header)]))).toHaveLength(1);
  });
});
