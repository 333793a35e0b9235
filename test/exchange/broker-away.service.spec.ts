import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { KafkaCluster, LedgerProcess, type SubmittingAgency, temporaryHome } from '#libs/testing';

import { addedAgency, exchangeSecret } from '../e2e/agencies.js';
import { allegationBody } from '../e2e/allegation-body.js';
import { AgencyTopics, receiptIn } from './agency-topics.js';
import { Operated } from './operated.js';

const data = { ...allegationBody(), on: '2025-02-20' };

describe('a ledger whose brokers are away', () => {
  const home = temporaryHome();
  let kafka: KafkaCluster;
  let ledger: LedgerProcess;
  let agency: SubmittingAgency;
  let topics: AgencyTopics;
  const operated = (): Operated => new Operated(ledger.url, exchangeSecret);
  const allegations = async (): Promise<number> =>
    operated().count(await ledger.as('auditor', 'auditor'), 'AllegationReceived');
  const exchanged = async (): Promise<string> =>
    (await (await ledger.as('auditor', 'auditor')).get('/v1/exchange')).text;

  beforeAll(async () => {
    kafka = await KafkaCluster.start();
    await kafka.kill();
    ledger = await LedgerProcess.start(home, undefined, {
      ...{ EXCHANGE_SECRET: exchangeSecret, KAFKA_BROKERS: kafka.addresses.join(','), LOG_LEVEL: 'warn' },
    });
  });
  afterAll(async () => {
    await topics.close();
    await ledger.stop();
    await kafka.stop();
  });

  it('starts, records and says so', async () => {
    const clerk = await ledger.as('clerk', 'intake_officer');
    expect((await clerk.post('/v1/allegations', data)).status).toBe(201);
    while (!(await exchanged()).includes('"code":"BROKER_UNAVAILABLE"')) await pause(100);
    while (!ledger.log().includes('agencies cannot be looked up')) await pause(100);
    expect((await clerk.get('/readyz')).status).toBe(200);
  });

  it('takes what agencies submit, and publishes, once they are there', async () => {
    await kafka.restart();
    ({ agency } = await addedAgency(ledger, home, 'labour'));
    await operated().untilFollowed('labour');
    topics = new AgencyTopics(kafka.addresses);
    await topics.submit(agency, [await agency.message({ id: 'b-1', type: 'AllegationReceived', data })]);
    expect((await topics.receipts(agency).until(1)).map(receiptIn)).toMatchObject([{ id: 'b-1', outcome: 'recorded' }]);
    while ((await exchanged()).includes('"state":"waiting"')) await pause(100);
    expect(await allegations()).toBe(2);
  });

  it('makes the topics of agencies again when they were wiped, and what comes a second time has no second effect', async () => {
    await topics.close();
    await kafka.wipe();
    while ((await operated().stateOf('labour'))?.['state'] !== 'waiting') await pause(100);
    await operated().untilFollowed('labour');
    topics = new AgencyTopics(kafka.addresses);
    const receipts = topics.receipts(agency);
    const again = [
      await agency.message({ id: 'b-1', type: 'AllegationReceived', data }),
      await agency.message({ id: 'b-2', type: 'AllegationReceived', data }),
    ];
    await topics.submit(agency, again);
    const settled = (await receipts.until(2)).map(receiptIn);
    expect(settled).toMatchObject([{ outcome: 'recorded' }, { outcome: 'recorded' }]);
    expect(await allegations()).toBe(3);
  });
});
