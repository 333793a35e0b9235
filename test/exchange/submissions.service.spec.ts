import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { Caller, type Kafka, LedgerProcess, startKafka, type SubmittingAgency, temporaryHome } from '#libs/testing';

import { addedAgency, exchangeSecret } from '../e2e/agencies.js';
import { allegationBody, canary } from '../e2e/allegation-body.js';
import { ledgerCommand } from '../e2e/ledger-command.js';
import { AgencyTopics, receiptIn, type Watched } from './agency-topics.js';
import { Operated } from './operated.js';

const allegation = () => ({ type: 'AllegationReceived', data: { ...allegationBody(), on: '2025-02-20' } });

describe('what agencies submit over Kafka', () => {
  const home = temporaryHome();
  let kafka: Kafka;
  let ledger: LedgerProcess;
  let topics: AgencyTopics;
  let port: string;
  const env = (): Record<string, string> => ({
    EXCHANGE_SECRET: exchangeSecret,
    KAFKA_BROKERS: kafka.brokers.join(','),
    LOG_LEVEL: 'warn',
    PUBLIC_CHECKPOINT_SECONDS: '1',
  });
  const exchange = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { out, err, status } = await ledgerCommand(['exchange', ...args, '--json'], {
      ...env(),
      LEDGER_URL: ledger.url,
      LEDGER_HOME: home,
    });
    expect([status, err]).toEqual([0, '']);
    return JSON.parse(out) as Record<string, unknown>;
  };
  const operated = (): Operated => new Operated(ledger.url, exchangeSecret);
  const stateOf = (agency: string): Promise<Readonly<Record<string, unknown>> | undefined> =>
    operated().stateOf(agency);
  /** How many allegations are in the ledger. */
  const allegations = async (): Promise<number> =>
    operated().count(await ledger.as('auditor', 'auditor'), 'AllegationReceived');
  const added = async (name: string): Promise<{ agency: SubmittingAgency; receipts: Watched; kid: string }> => {
    const { agency, needs } = await addedAgency(ledger, home, name);
    await operated().untilFollowed(name);
    return { agency, receipts: topics.receipts(agency), kid: needs.kid };
  };

  const restart = async (): Promise<void> => {
    await ledger.kill();
    ledger = await LedgerProcess.start(home, undefined, { ...env(), LEDGER_PORT: port });
  };

  beforeAll(async () => {
    kafka = await startKafka();
    ledger = await LedgerProcess.start(home, undefined, env());
    port = new URL(ledger.url).port;
    topics = new AgencyTopics(kafka.brokers);
  });
  afterAll(async () => {
    await topics.close();
    await ledger.stop();
    await kafka.stop();
  });

  it('is one event with a receipt, and still one when it is sent a hundred times', async () => {
    const { agency, receipts } = await added('labour');
    const before = await allegations();
    const message = await agency.message({ id: 's-1', ...allegation() });
    await topics.submit(
      agency,
      Array.from({ length: 100 }, () => message),
    );
    const all = (await receipts.until(100)).map(receiptIn);
    expect(all[0]).toMatchObject({ source: agency.source, id: 's-1', topic: agency.topic, offset: 0 });
    expect(new Set(all.map(({ outcome, events: made }) => `${outcome} ${JSON.stringify(made)}`)).size).toBe(1);
    expect(all[0]?.events).toMatchObject([{ type: 'AllegationReceived' }]);
    const { eventId = '', position } = all[0]?.events?.[0] ?? {};
    const proof = async (): Promise<string> => (await new Caller(ledger.url).get(`/v1/events/${eventId}/proof`)).text;
    while ((await proof()).includes('NOTARY_UNAVAILABLE')) await pause(100);
    expect(await proof()).toContain(`index ${position}\n`);
    expect(await allegations()).toBe(before + 1);
  });

  it('is told to be refused without a value, and nothing is put aside, when the agency said it', async () => {
    const { agency, receipts } = await added('migration');
    const body = { ...allegationBody(), addressees: ['QQQ'] };
    await topics.submit(agency, [
      await agency.message({ id: 'r-1', type: 'AllegationReceived', data: body }),
      await agency.message({ id: 'r-2', type: 'AllegationReceived', data: { ...body, narrative: [canary] } }),
      await agency.message({ id: 'r-3', ...allegation() }),
      await agency.message({ id: 'r-3', ...allegation(), changed: { exp: 4_102_444_801 } }),
    ]);
    const all = await receipts.until(4);
    expect(all.map(receiptIn).map(({ outcome, problem }) => `${outcome} ${problem?.code}`)).toEqual([
      'refused ADDRESSEE_UNKNOWN',
      'refused BODY_INVALID',
      'recorded undefined',
      'refused KEY_REUSED',
    ]);
    const said = all.map(({ value }) => Buffer.from(value ?? []).toString()).join();
    for (const value of ['QQQ', canary]) expect(said).not.toContain(value);
  });

  it('is put aside as it came when nobody knows who said it, and taken once what was wrong is mended', async () => {
    const { agency, receipts } = await added('drugs-and-crime');
    const { agency: later, needs } = await addedAgency(ledger, home, 'drugs-and-crime');
    const env = { LEDGER_URL: ledger.url, LEDGER_HOME: home };
    expect((await ledgerCommand(['keys', 'retire', needs.kid], env)).status).toBe(0);
    const ended = await later.message({ id: 'd-1', ...allegation() });
    const good = await agency.message({ id: 'd-2', ...allegation() });
    const garbage = { source: agency.source, id: 'd-3', jws: '', text: 'garbage' };
    const dead = topics.deadLetters();
    await topics.submit(agency, [ended, garbage, good, { ...good, id: 'd-4' }]);
    expect(
      (await receipts.until(4)).map(receiptIn).map(({ outcome, problem }) => `${outcome} ${problem?.code}`),
    ).toEqual([
      'rejected KEY_ENDED',
      'rejected SUBMISSION_UNREADABLE',
      'recorded undefined',
      'rejected SUBMISSION_MISDIRECTED',
    ]);
    const letters = await dead.until(3, ({ headers }) => headers['topic'] === agency.topic);
    expect(
      letters.map(({ headers, value }) => [headers['reason'], headers['offset'], String(value && Buffer.from(value))]),
    ).toEqual([
      ['KEY_ENDED', '0', ended.text],
      ['SUBMISSION_UNREADABLE', '1', 'garbage'],
      ['SUBMISSION_MISDIRECTED', '3', good.text],
    ]);
    expect(await exchange('redrive', '--agency', 'drugs-and-crime')).toEqual({ recorded: 0, refused: 0, rejected: 3 });
    expect(await exchange('redrive', '--reason', 'KEY_REUSED')).toEqual({ recorded: 0, refused: 0, rejected: 0 });
  });

  it('is taken when dead letters are driven again after the key was added', async () => {
    const { agency, receipts } = await added('redriven');
    const before = await allegations();
    const early = await addedAgency(ledger, home, 'not-yet');
    const message = await early.agency.message({ id: 'e-1', ...allegation() });
    // On the topic of another agency nobody knows the key; on its own, once it is there, everybody does.
    await topics.submit(agency, [message]);
    expect((await receipts.until(1)).map(receiptIn)[0]?.problem?.code).toBe('KEY_UNKNOWN');
    const dead = topics.deadLetters();
    const [letter] = await dead.until(1, ({ headers }) => headers['topic'] === agency.topic);
    await topics.send('ledger.submissions.dead-letters.v1', [
      { value: letter?.value ?? new Uint8Array(), headers: { ...letter?.headers, topic: early.agency.topic } },
    ]);
    const own = topics.receipts(early.agency);
    expect(await exchange('redrive', '--agency', 'not-yet')).toEqual({ recorded: 1, refused: 0, rejected: 0 });
    expect((await own.until(1)).map(receiptIn)[0]).toMatchObject({ id: 'e-1', outcome: 'recorded' });
    expect(await allegations()).toBe(before + 1);
    expect(await exchange('redrive', '--agency', 'not-yet')).toEqual({ recorded: 1, refused: 0, rejected: 0 });
    const texts = (await own.until(2)).map(({ value }) => String(value && Buffer.from(value)));
    expect(texts[0]).toBe(texts[1]);
    expect(await allegations()).toBe(before + 1);
  });

  it('is stopped when more than a fifth of the last hundred is nonsense, until somebody has looked', async () => {
    const { agency, receipts } = await added('careless');
    const nonsense = Array.from({ length: 40 }, (_, n) => ({
      source: agency.source,
      id: `n-${n}`,
      jws: '',
      text: 'x',
    }));
    await topics.submit(agency, nonsense);
    while ((await stateOf('careless'))?.['state'] !== 'stopped') await pause(100);
    expect(await stateOf('careless')).toMatchObject({
      reason: expect.stringContaining('of its last 100 were invalid'),
    });
    const settled = receipts.messages.length;
    expect(settled).toBeLessThan(40);
    const ready = await new Caller(ledger.url).get('/readyz');
    expect([ready.status, ready.text]).toEqual([503, expect.stringContaining('careless')]);
    const metrics = (await new Caller(ledger.url).get('/metrics')).text;
    expect(metrics).toContain('ledger_submissions_stopped{agency="careless"} 1');
    expect(metrics).toMatch(
      /ledger_submissions_total\{agency="careless",outcome="rejected",code="SUBMISSION_UNREADABLE"\} \d+/,
    );
    expect(ledger.log()).toContain('careless are not taken any more');
    // Nor does a restart take them again.
    await topics.submit(agency, [await agency.message({ id: 'c-1', ...allegation() })]);
    await restart();
    while ((await stateOf('careless'))?.['state'] !== 'stopped') await pause(100);
    expect((await new Caller(ledger.url).get('/metrics')).text).toContain(
      'ledger_submissions_stopped{agency="careless"} 1',
    );
    // Others go on meanwhile.
    const { agency: other, receipts: others } = await added('careful');
    await topics.submit(other, [await other.message({ id: 'o-1', ...allegation() })]);
    await others.until(1);
    expect(receipts.messages.map(receiptIn).map(({ id }) => id)).not.toContain('c-1');
    expect(await exchange('resume', 'careless')).toMatchObject({ agency: 'careless' });
    await receipts.until(1, (message) => receiptIn(message).id === 'c-1');
    expect((await new Caller(ledger.url).get('/metrics')).text).toContain(
      'ledger_submissions_stopped{agency="careless"} 0',
    );
    const again = await new Caller(ledger.url).get('/readyz');
    expect(again.text).not.toContain('careless');
  });

  it('waits for a registry that was killed in the middle, and has exactly one effect', async () => {
    const { agency, receipts } = await added('patient');
    const before = await allegations();
    const count = 60;
    const sent = Array.from({ length: count }, (_, n) => agency.message({ id: `k-${n}`, ...allegation() }));
    await topics.submit(agency, await Promise.all(sent));
    await receipts.until(1);
    await restart();
    const settled = (await receipts.until(count, (message) => receiptIn(message).outcome === 'recorded')).map(
      receiptIn,
    );
    const ids = new Map(settled.map(({ id, events: made }) => [id, made?.[0]?.eventId]));
    while (ids.size < count) {
      await pause(50);
      for (const { id, events: made } of receipts.messages.map(receiptIn)) ids.set(id, made?.[0]?.eventId);
    }
    expect(new Set(ids.values()).size).toBe(count);
    expect(await allegations()).toBe(before + count);
  });
});
