import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type KafkaClient, type ReceivedMessage, topicName } from '#libs/kafka';
import { Caller, type Kafka, type Message, startKafka } from '#libs/testing';

import { allegationBody, canary } from '../e2e/allegation-body.js';
import { exchangeSecret } from '../e2e/agencies.js';
import { everythingHeld, Traces } from '../kafka/traces.js';
import { AgencyTopics, receiptIn, type Watched } from './agency-topics.js';
import { LedgerApart } from './ledger-apart.js';

const traces = new Traces([canary, 'canary-']);
const information = {
  ...{ on: '2025-02-21', channel: 'partner agency', language: 'en', persons: [], documents: [] },
  narrative: `${canary} was seen again.`,
};
const data = {
  ...allegationBody(),
  source: { name: canary, contact: 'canary-contact' },
  persons: allegationBody().persons.map((person) => ({ ...person, particulars: { name: 'canary-person' } })),
};

describe('what sources say, in what an agency submits', () => {
  let kafka: Kafka;
  let ledger: LedgerApart;
  let topics: AgencyTopics;
  let receipts: Watched;
  let client: KafkaClient;

  const submit = async (...messages: readonly Message[]): Promise<readonly string[]> => {
    const before = receipts.messages.length;
    await topics.submit(ledger.agency, messages);
    const all = (await receipts.until(before + messages.length)).slice(before).map(receiptIn);
    return all.map(({ outcome, problem }) => problem?.code ?? outcome);
  };

  beforeAll(async () => {
    kafka = await startKafka();
    ledger = await LedgerApart.start(kafka.brokers, 'careful');
    topics = new AgencyTopics(kafka.brokers);
    receipts = topics.receipts(ledger.agency);
    ({ client } = topics);
  });
  afterAll(async () => {
    await topics.close();
    await ledger.close();
    await kafka.stop();
  });

  it('is taken, refused and put aside', async () => {
    const { agency } = ledger;
    const allegation = { type: 'AllegationReceived', data };
    const first = await agency.message({ id: 'first', ...allegation });
    expect(await submit(first)).toEqual(['recorded']);
    const [made] = receiptIn(receipts.messages[0] as ReceivedMessage).events ?? [];
    const more = { type: 'FurtherInformationReceived', data: information, allegation: made?.eventId ?? '' };
    expect(
      await submit(
        await agency.message({ id: 'more', ...more }),
        await agency.message({ id: 'first', ...allegation, changed: { exp: 4_102_444_801 } }),
        await agency.message({ id: 'unknown', ...more, allegation: '00000000-0000-8000-8000-000000000000' }),
        await agency.message({ id: 'names', type: 'AllegationReceived', data: { ...data, [canary]: canary } }),
        await agency.message({ id: 'dates', type: 'AllegationReceived', data: { ...data, on: canary } }),
        await agency.message({ id: 'codes', type: 'AllegationReceived', data: { ...data, addressees: [canary] } }),
        await agency.message({ id: 'types', ...allegation, changed: { type: canary } }),
        await agency.message({ id: 'late', ...allegation, changed: { exp: 1 } }),
        await agency.message({ id: 'lost', ...allegation, changed: { aud: canary.replaceAll(' ', '-') } }),
        { ...first, id: 'other' },
        { ...first, id: 'short', text: first.text.slice(0, -9) },
        { ...first, id: 'bare', text: await agency.seal(JSON.stringify(data)) },
      ),
    ).toEqual([
      ...['recorded', 'KEY_REUSED', 'ALLEGATION_UNKNOWN', 'BODY_INVALID', 'BODY_INVALID', 'BODY_INVALID'],
      ...['BODY_INVALID', 'SUBMISSION_EXPIRED', 'SUBMISSION_MISDIRECTED', 'SUBMISSION_MISDIRECTED'],
      ...['SUBMISSION_UNREADABLE', 'SUBMISSION_UNVERIFIED'],
    ]);
  });

  it('stands on no topic of the brokers, their own included', async () => {
    const held = await everythingHeld(client);
    expect([...held.keys()]).toContain('__consumer_offsets');
    expect(held.get(topicName('deadLetters'))).toHaveLength(5);
    expect(traces.inMessages([...held.values()].flat())).toEqual([]);
  });

  it('is a ciphertext on record, of which none stands on a topic', async () => {
    const ciphertexts = await ledger.ciphertexts();
    expect(ciphertexts.length).toBeGreaterThan(4);
    const inText = new Traces(ciphertexts);
    const raw = ciphertexts.map((box) => Buffer.from(box, 'base64url'));
    for (const message of [...(await everythingHeld(client)).values()].flat()) {
      expect(inText.inMessages([message])).toEqual([]);
      expect(raw.some((bytes) => Buffer.from(message.value ?? []).includes(bytes))).toBe(false);
    }
  });

  it('stands in no log, no metric, and nothing that the exchange answers', async () => {
    const { exchange } = ledger;
    for (const path of ['/metrics', '/readyz', '/healthz', '/asyncapi.json'])
      expect([path, traces.in((await new Caller(exchange.url).get(path)).text)]).toEqual([path, []]);
    const agencies = await fetch(`${exchange.url}/v1/exchange/agencies`, {
      headers: { 'ledger-exchange': exchangeSecret },
    });
    expect(traces.in(await agencies.text())).toEqual([]);
    expect(exchange.log()).toContain('rejected, SUBMISSION_UNREADABLE');
    expect(traces.in(exchange.log())).toEqual([]);
  });

  it('would be found, if a receipt said it', async () => {
    const receipt = Buffer.from(JSON.stringify({ problem: { errors: [{ reason: `not ${canary}` }] } }));
    await topics.send(topicName('receipts', ledger.agency.name), [{ value: receipt, headers: {} }]);
    const held = (await everythingHeld(client)).get(topicName('receipts', ledger.agency.name)) ?? [];
    expect(traces.inMessages(held)).toEqual([expect.stringContaining(canary)]);
  });
});
