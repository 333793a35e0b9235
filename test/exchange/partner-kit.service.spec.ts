import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { ReceivedMessage } from '#libs/kafka';
import { type Kafka, LedgerProcess, startKafka, temporaryHome } from '#libs/testing';

import { exchangeSecret } from '../e2e/agencies.js';
import { allegationBody } from '../e2e/allegation-body.js';
import { ledgerCommand } from '../e2e/ledger-command.js';
import { AgencyTopics, type Receipt } from './agency-topics.js';

const topic = 'ledger.events.labour.v1';
const kit = 'examples/partner';
const verifier = 'test/foreign/python/verify_topic.py';

const followUp = (on: string) => ({
  ...{ on, audience: 'all', kind: 'visit', references: [], addressees: ['KHM'], language: 'en', documents: [] },
  ...{ text: 'Inspectors visited the site.', recommendation: null, observation: null },
});
const information = {
  ...{ on: '2025-06-19', channel: 'partner agency', language: 'en', persons: [], documents: [] },
  narrative: 'More was heard of it.',
};

describe('the kit for agencies, as it stands', () => {
  const home = temporaryHome();
  const work = join(home, '..');
  let kafka: Kafka;
  let ledger: LedgerProcess;
  let topics: AgencyTopics;
  const followers: ChildProcess[] = [];

  const environment = (): NodeJS.ProcessEnv => ({
    ...process.env,
    KAFKA_BROKERS: kafka.brokers.join(','),
    PARTNER_FILE: join(work, 'partner.json'),
    TRUST_FILE: join(work, 'trust.json'),
    STATE_FILE: join(work, 'state.json'),
  });
  const submit = async (id: string, content: object): Promise<Receipt> => {
    writeFileSync(join(work, `${id}.json`), JSON.stringify(content));
    const child = spawn(process.execPath, [`${kit}/dist/main.js`, 'submit', id, join(work, `${id}.json`)], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    return JSON.parse(said.trim().split('\n').at(-1) ?? '') as Receipt;
  };
  const follow = (stateFile = 'state.json') => {
    const env = { ...environment(), STATE_FILE: join(work, stateFile) };
    const child = spawn(process.execPath, [`${kit}/dist/main.js`, 'follow', topic], { env, stdio: 'pipe' });
    followers.push(child);
    const said = { text: '' };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => (said.text += part.toString()));
    const until = async (words: RegExp): Promise<string> => {
      while (!words.test(said.text)) {
        expect([child.exitCode, said.text]).toEqual([null, said.text]);
        await pause(50);
      }
      return said.text;
    };
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    return { child, said, until, ended };
  };
  const python = (messages: readonly ReceivedMessage[]) => {
    const lines = messages.map(({ key, headers, value }) =>
      JSON.stringify({ key, headers, value: Buffer.from(value ?? []).toString('base64') }),
    );
    return spawnSync('python3', [verifier, ledger.url, join(work, 'trust.json')], {
      input: lines.join('\n'),
      encoding: 'utf8',
    });
  };

  beforeAll(async () => {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', kit], { stdio: 'pipe' });
    kafka = await startKafka();
    const env = {
      EXCHANGE_SECRET: exchangeSecret,
      KAFKA_BROKERS: kafka.brokers.join(','),
      LOG_LEVEL: 'warn',
      PUBLIC_CHECKPOINT_SECONDS: '1',
    };
    ledger = await LedgerProcess.start(home, undefined, env);
    const added = await ledgerCommand(['agency', 'add', 'labour', '--out', join(work, 'labour.jwk'), '--json'], {
      LEDGER_URL: ledger.url,
      LEDGER_HOME: home,
    });
    expect([added.status, added.err]).toEqual([0, '']);
    writeFileSync(join(work, 'partner.json'), added.out);
    topics = new AgencyTopics(kafka.brokers);
  });
  afterAll(async () => {
    for (const child of followers) child.kill('SIGKILL');
    await topics.close();
    await ledger.stop();
    await kafka.stop();
  });

  it('uses the client of Kafka, the library for JWE and Node, and nothing of ours', () => {
    const imported = ['follow', 'ledger', 'main', 'partner', 'submit', 'transparency-log'].flatMap((name) =>
      [...readFileSync(`${kit}/src/${name}.ts`, 'utf8').matchAll(/ from '([^'.]+)'/g)].map(([, from = '']) => from),
    );
    expect([...new Set(imported)].sort()).toEqual(['jose', 'kafkajs', 'node:crypto', 'node:fs', 'node:path']);
    const { dependencies } = JSON.parse(readFileSync(`${kit}/package.json`, 'utf8')) as { dependencies: object };
    expect(Object.keys(dependencies)).toEqual(['jose', 'kafkajs']);
  });

  it('submits an allegation and more on it, and checks the receipt of each', async () => {
    const data = allegationBody();
    const first = await submit('kit-1', { type: 'AllegationReceived', data });
    expect(first).toMatchObject({ id: 'kit-1', outcome: 'recorded', events: [{ type: 'AllegationReceived' }] });
    const allegation = first.events?.[0]?.eventId;
    const more = await submit('kit-2', { type: 'FurtherInformationReceived', allegation, data: information });
    expect(more).toMatchObject({ outcome: 'recorded', events: [{ type: 'FurtherInformationReceived' }] });
    const unknown = await submit('kit-3', { type: 'FurtherInformationReceived', allegation, data: {} });
    expect(unknown).toMatchObject({ outcome: 'refused', problem: { code: 'BODY_INVALID' } });
  });

  it('checks every message, and confirms how far it has read', async () => {
    const clerk = await ledger.as('clerk', 'mandate_clerk');
    const first = await clerk.post('/v1/follow-ups', followUp('2025-06-18'));
    const { eventId, stream, position } = (first.json as { events: Record<string, unknown>[] }).events[0] ?? {};
    const outcome = { on: '2025-06-19', outcome: 'released', individuals: 3, text: null };
    const second = await clerk.post(`/v1/follow-ups/${String(eventId)}/outcomes`, outcome);
    expect([first.status, second.status]).toEqual([201, 201]);
    const follower = follow();
    const last = Number(position) + 1;
    const said = await follower.until(new RegExp(`confirmed ${topic} \\d+`));
    expect(said).toContain(`verified ${topic} ${String(stream)} ${String(position)} FollowUpRecorded`);
    await follower.until(new RegExp(`verified ${topic} ${String(stream)} ${last} OutcomeRecorded`));
    const confirmed = { agency: 'labour', topic, position: last };
    for (;;) {
      const headers = { 'ledger-exchange': exchangeSecret };
      const status = await (await fetch(`${ledger.url}/v1/exchange/agencies`, { headers })).json();
      const all = (status as { confirmed: object[] }).confirmed;
      if (JSON.stringify(all) === JSON.stringify([confirmed])) break;
      await pause(100);
    }
    expect(await (await fetch(`${ledger.url}/metrics`)).text()).toContain(
      `ledger_agency_consumed_position{agency="labour",topic="${topic}"} ${last}`,
    );
    follower.child.kill();
    await follower.ended;
  });

  it('goes on where it was, and stops at a hole and at what was altered', async () => {
    const genuine = await topics.watch(topic).until(2);
    const [, second] = genuine;
    const { headers = {}, value = new Uint8Array(), key = '' } = second ?? {};
    const follower = follow();
    await follower.until(/^/);
    const hole = { ...headers, ce_position: '9000', ce_prevposition: '8999' };
    const altered = Buffer.from(Buffer.from(value).toString().replace('"individuals":3', '"individuals":4'));
    const lies = { ...headers, ce_position: '9001', ce_prevposition: headers['ce_position'] ?? '' };
    const producer = topics.client.producer();
    await producer.send(topic, [{ key, value: altered, headers: lies }]);
    expect(await follower.ended).toBe(1);
    expect(follower.said.text).toContain('its signature is false');
    writeFileSync(join(work, 'forgetful.json'), '{}');
    await producer.send(topic, [{ key: 'follow_up-hole', value, headers: hole }]);
    await producer.close();
    const fresh = follow('forgetful.json');
    expect(await fresh.ended).toBe(1);
    expect(fresh.said.text).toMatch(/hole in|its signature is false/);
  });

  it('is borne out by a verifier in Python that shares nothing with it', async () => {
    expect(readFileSync(verifier, 'utf8').trimEnd().split('\n').length).toBeLessThan(100);
    const isGenuine = ({ headers }: ReceivedMessage): boolean => Number(headers['ce_position']) < 9000;
    const genuine = await topics.watch(topic).until(2, isGenuine);
    const verified = python(genuine);
    expect([verified.status, verified.stdout, verified.stderr]).toEqual([0, '2 messages verified\n', '']);
    const [first, second] = genuine as [ReceivedMessage, ReceivedMessage];
    expect(python([second]).stderr).toContain('hole in');
    const value = Buffer.from(
      Buffer.from(first.value ?? [])
        .toString()
        .replace('Inspectors', 'Inspector'),
    );
    expect(python([{ ...first, value }]).stderr).toContain('is not signed');
    const moved = { ...first, headers: { ...first.headers, ce_position: '0' } };
    expect(python([moved]).stderr).toContain("another's proof");
  });
});
