import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { topicName } from '#libs/kafka';
import { signingInput, verifyEd25519, publicKeyBytes } from '#libs/integrity';
import { Caller, KafkaCluster } from '#libs/testing';

import { seeded } from '../chaos/seeded.js';
import { type ExchangeProcess } from './exchange-process.js';
import { ciphertextCanary, mixedHistory } from './mixed-history.js';
import { PublishedLedger } from './published-ledger.js';
import { TopicReader } from './topic-reader.js';

const everyone = topicName('publicEvents');
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

describe(`the ledger on a Kafka topic for everyone (seed ${seed})`, () => {
  let kafka: KafkaCluster;
  let ledger: PublishedLedger;
  let exchange: ExchangeProcess;
  const reader = new TopicReader();
  beforeAll(async () => {
    kafka = await KafkaCluster.start();
    ledger = await PublishedLedger.open(kafka.addresses);
    await ledger.makeTopics();
    exchange = await ledger.exchange();
    reader.read(ledger.client, everyone);
  });
  afterAll(async () => {
    await exchange.stop();
    await reader.close();
    await ledger.close();
    await kafka.stop();
  });

  it('has what everyone may read: nothing missing, nothing else, each stream in its order', async () => {
    const random = seeded(seed);
    const first = mixedHistory(1500, 2, 1, random);
    await ledger.statements.addTo(ledger.store, ...first.stated);
    const second = mixedHistory(1500, 1502, 2, random);
    await ledger.statements.addTo(ledger.store, ...second.stated);
    const expected = [0, 1, ...first.publicPositions, ...second.publicPositions];
    expect(await reader.until(expected.length)).toBe(true);
    expect(reader.positions).toEqual(expected);
    expect(reader.faults).toEqual([]);
    expect(reader.duplicates).toBe(0);
  });

  it('has the very statements: each can be put together again from its message and verified', async () => {
    expect(reader.messages.length).toBeGreaterThan(500);
    const key = publicKeyBytes(ledger.statements.publicKey);
    for (const { headers, value, key: stream } of reader.messages) {
      const entry = ledger.statements.entries[Number(headers['ce_position'])];
      expect(Buffer.from(value ?? []).equals(Buffer.from(entry?.payload ?? []))).toBe(true);
      const signature = Buffer.from(headers['ce_sig'] ?? '', 'base64url');
      const signed = signingInput(headers['ce_kid'] ?? '', value ?? new Uint8Array());
      expect(await verifyEd25519(key, signed, signature)).toBe(true);
      const claims = JSON.parse(Buffer.from(value ?? []).toString()) as Record<string, unknown>;
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: claims['jti'],
        ce_source: claims['iss'],
        ce_type: `test.ledger.${String(claims['typ'])}`,
        ce_subject: claims['sub'],
        ce_time: claims['time'],
        ce_ver: '1',
      });
      expect(stream).toBe(claims['sub']);
    }
  });

  it('never carries a ciphertext', () => {
    expect(reader.messages.length).toBeGreaterThan(500);
    for (const { value, headers } of reader.messages)
      expect(Buffer.from(value ?? []).toString() + JSON.stringify(headers)).not.toContain(ciphertextCanary);
    const stored = ledger.statements.entries.filter(({ boxes }) => boxes !== null);
    expect(Buffer.from(stored[0]?.boxes ?? []).toString()).toContain(ciphertextCanary);
  });

  it('is described, measured, and found in good order except for topics that nobody has made', async () => {
    const metrics = await (await fetch(`${exchange.url}/metrics`)).text();
    expect(metrics).toContain(`ledger_exchange_following{topic="${everyone}"} 1`);
    expect(metrics).toContain(`ledger_exchange_lag_events{topic="${everyone}"} 0`);
    expect(metrics).toContain(`ledger_exchange_oldest_unsent_seconds{topic="${everyone}"} 0`);
    expect(metrics).toContain(`ledger_exchange_published_total{topic="${everyone}"} ${reader.positions.length}`);
    const { json } = await new Caller(exchange.url).get('/asyncapi.json');
    expect(json).toMatchObject({ asyncapi: '3.0.0' });
    const ready = await fetch(`${exchange.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain('ledger.events.labour.v1 is stopped: The Kafka topic does not exist');
    await ledger.makeTopics(['labour', 'migration', 'drugs-and-crime', 'national-institutions']);
    await until(async () => (await fetch(`${exchange.url}/readyz`)).status === 200);
  });
});

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 50));
}
