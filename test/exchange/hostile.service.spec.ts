import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Kafka, LedgerProcess, startKafka, temporaryHome } from '#libs/testing';

import { busyFactor } from '../chaos/busy.js';
import { exchangeSecret } from '../e2e/agencies.js';
import { AgencyTopics, type Receipt, receiptIn, type Watched } from './agency-topics.js';
import { type Cast, castOf } from './hostile/cast.js';
import { type Hostile, hostileKinds, hostileMessages } from './hostile/messages.js';
import { Operated } from './operated.js';
import { sendRaw } from './send-raw.js';

/** How many are sent; HOSTILE_MESSAGES asks for more. */
const { HOSTILE_MESSAGES = '300', SEED } = process.env;
const hostile = Number(HOSTILE_MESSAGES);
const seed = Number(SEED ?? randomBytes(4).readUInt32BE());
const mebibyte = 2 ** 20;
/** What is let go only now and then, and what the process keeps of what was recorded. */
const mostGrowth = 160 * mebibyte;

const residentOf = (pid: number | undefined): number =>
  1024 * Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
const largestOf = (sizes: readonly number[]): number => Math.max(...sizes);

describe(`what means harm on an agency’s topic (seed ${seed})`, () => {
  const home = temporaryHome();
  let kafka: Kafka;
  let ledger: LedgerProcess;
  let topics: AgencyTopics;
  let cast: Cast;
  const sent: Omit<Hostile, 'value' | 'headers'>[] = [];
  const receipts: Receipt[] = [];
  const resident: number[] = [];
  let [longest, busiest] = [0, 1];

  /** Nonsense stops the agency, as it should; how long somebody takes to look is no stall. A receipt may come twice. */
  const settle = async (operated: Operated, { messages }: Watched): Promise<void> => {
    const places = new Set<string | undefined>();
    for (let [last, read] = [Date.now(), 0]; places.size < hostile;) {
      await pause(20);
      const before = places.size;
      for (; read < messages.length; read++) places.add(messages[read]?.headers['ce_id']);
      const now = Date.now();
      if (places.size > before || (await operated.resumeStopped(cast.agency.name))) last = now;
      longest = Math.max(longest, now - last);
      busiest = Math.max(busiest, busyFactor());
      resident.push(residentOf(ledger.pid));
    }
  };

  beforeAll(async () => {
    kafka = await startKafka();
    ledger = await LedgerProcess.start(home, undefined, {
      ...{ EXCHANGE_SECRET: exchangeSecret, KAFKA_BROKERS: kafka.brokers.join(','), LOG_LEVEL: 'warn' },
    });
    topics = new AgencyTopics(kafka.brokers);
    cast = await castOf(ledger, home, 'hostile');
    const operated = new Operated(ledger.url, exchangeSecret);
    await operated.untilFollowed(cast.agency.name);
    const watched = topics.receipts(cast.agency);
    const sending = sendRaw(kafka.brokers, cast.agency.topic, hostileMessages(cast, hostile, seed), ({ kind, ends }) =>
      sent.push({ kind, ends }),
    );
    await Promise.all([sending, settle(operated, watched)]);
    receipts.push(...watched.messages.map(receiptIn));
  }, 3_600_000);
  afterAll(async () => {
    await topics.close();
    await ledger.stop();
    await kafka.stop();
  });

  it('has a receipt for each, which says what is to be said of its kind', () => {
    const said = new Map(receipts.map((receipt) => [receipt.offset, receipt.problem?.code ?? receipt.outcome]));
    expect(said.size).toBe(hostile);
    const wrong = sent.flatMap(({ kind, ends }, offset) =>
      ends.includes(said.get(offset) ?? '') ? [] : [`${offset} ${kind}: ${said.get(offset)}`],
    );
    expect(wrong).toEqual([]);
  });

  it('was of every kind there is', () => {
    expect(new Set(sent.map(({ kind }) => kind)).size).toBeGreaterThan(hostileKinds * (hostile < 1000 ? 0.7 : 0.999));
  });

  it('is put aside when nobody is known to have sent it, and only then', async () => {
    const rejected = receipts.filter(({ outcome }) => outcome === 'rejected');
    const dead = topics.watch('ledger.submissions.dead-letters.v1', { values: 'dropped' });
    const letters = await dead.until(rejected.length);
    const offsets = new Set(letters.map(({ headers }) => Number(headers['offset'])));
    expect(offsets).toEqual(new Set(rejected.map(({ offset }) => offset)));
  });

  it('has one effect for each id that was recorded, and no other', async () => {
    const recorded = receipts.filter(({ outcome }) => outcome === 'recorded');
    const effects = new Map(recorded.map(({ id, events = [] }) => [id, events.map(({ eventId }) => eventId).join()]));
    for (const { id, events = [] } of recorded)
      expect(events.map(({ eventId }) => eventId).join()).toBe(effects.get(id));
    expect(new Set(effects.values()).size).toBe(effects.size);
    const staff = await ledger.as('auditor', 'auditor');
    const held = await new Operated(ledger.url, exchangeSecret).count(staff, 'AllegationReceived');
    expect(held).toBe(effects.size);
  });

  it('stalls nothing for 5 seconds, crashes nothing, and leaves the memory as it was', () => {
    expect(longest).toBeLessThan(5000 * busiest);
    expect(ledger.alive).toBe(true);
    const fifth = Math.ceil(resident.length / 5);
    const [early, late] = [largestOf(resident.slice(0, fifth)), largestOf(resident.slice(-fifth))];
    const figures = { hostile, longest, busiest, early: early / mebibyte, late: late / mebibyte };
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    expect(late - early).toBeLessThan(mostGrowth);
    expect(ledger.log()).not.toContain('unexpected fault');
  });
});
