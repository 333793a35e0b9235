import { setTimeout as pause } from 'node:timers/promises';

import { topicName } from '#libs/kafka';
import { type RecordedEvent, streamKind } from '#libs/ledger';

import { allegationBody } from '../e2e/allegation-body.js';
import { TopicReader } from '../kafka/topic-reader.js';
import { AgencyTopics, type Receipt, receiptIn, type Watched } from './agency-topics.js';
import { LedgerApart } from './ledger-apart.js';

export interface KillsOptions {
  readonly brokers: readonly string[];
  readonly submissions: number;
  readonly kills: number;
  readonly random: () => number;
}

/** What a run did, and everything that was wrong afterwards: nothing, or the software is broken. */
export interface KillsReport {
  readonly kills: number;
  /** How often the exchange said that the registry does not answer. */
  readonly said: number;
  readonly submitted: number;
  /** Acknowledged to the clerk, for everyone to read. */
  readonly published: number;
  /** From the last start of the registry until everything was settled and read, in milliseconds. */
  readonly quiescentAfter: number;
  readonly faults: readonly string[];
}

interface Run {
  readonly ledger: LedgerApart;
  readonly topics: AgencyTopics;
  readonly receipts: Watched;
  readonly random: () => number;
  readonly ids: string[];
  acknowledged: number;
}

/** Kills the registry, and nothing else, at random instants, while an agency submits and a clerk records what everyone may read. */
export async function underRegistryKills({ brokers, submissions, kills, random }: KillsOptions): Promise<KillsReport> {
  const ledger = await LedgerApart.start(brokers, 'patient');
  const topics = new AgencyTopics(brokers);
  const reader = new TopicReader();
  reader.read(topics.client, topicName('publicEvents'));
  const run: Run = { ledger, topics, receipts: topics.receipts(ledger.agency), random, ids: [], acknowledged: 0 };
  const done = { yet: false };
  const clerk = keepRecording(run, done);
  let said = 0;
  for (let n = 0; n < kills; n++) {
    await submit(run, Math.ceil(submissions / kills));
    await pause(random() * 1000);
    await ledger.kill();
    // Something is to be taken while nobody takes it.
    await submit(run, 1);
    if (await saysSo(ledger)) said += 1;
    await pause(random() * 500);
    await ledger.restart();
  }
  const last = performance.now();
  done.yet = true;
  await clerk;
  const settled = await settledOf(run);
  const events = await ledger.events();
  const expected = events.filter(isForEveryone).map(({ position }) => position);
  await reader.until(expected.length, 60_000);
  const quiescentAfter = Math.round(performance.now() - last);
  const faults = [
    ...faultsOf(run, settled, events),
    ...reader.faults,
    ...(ledger.exchange.alive ? [] : ['the exchange has ended']),
    ...(reader.positions.join() === expected.join() ? [] : [`${reader.positions.length} of ${expected.length} read`]),
  ];
  await Promise.all([topics.close(), reader.close(), ledger.close()]);
  return { kills, said, submitted: run.ids.length, published: run.acknowledged, quiescentAfter, faults };
}

async function submit({ ledger, topics, ids }: Run, count: number): Promise<void> {
  const added = Array.from({ length: count }, (_, n) => `k-${ids.length + n}`);
  ids.push(...added);
  const data = { ...allegationBody(), on: '2025-02-20' };
  const messages = added.map((id) => ledger.agency.message({ id, type: 'AllegationReceived', data }));
  await topics.submit(ledger.agency, await Promise.all(messages));
}

/** A clerk who records one after the other, and again under its key what nobody has acknowledged. */
async function keepRecording(run: Run, done: { readonly yet: boolean }): Promise<void> {
  const followUp = {
    ...{ on: '2025-06-18', audience: 'all', kind: 'visit', references: [], addressees: ['KHM'], language: 'en' },
    ...{ text: 'Inspectors visited the site.', recommendation: null, observation: null, documents: [] },
  };
  // What may be on record without his knowing he asks for again, also at the end.
  for (let open = true; open;) {
    const acknowledged = await run.ledger.record('/v1/follow-ups', followUp, `clerk-${run.acknowledged}`);
    if (acknowledged) run.acknowledged += 1;
    else await pause(100);
    open = !(acknowledged && done.yet);
  }
}

/** Whether the exchange says within half a minute, to its operator and to whoever watches it, that the registry does not answer. */
async function saysSo({ agency, exchange, operated }: LedgerApart): Promise<boolean> {
  for (const until = performance.now() + 30_000; performance.now() < until; await pause(20)) {
    const { state, reason } = (await operated.stateOf(agency.name)) ?? {};
    const ready = await fetch(`${exchange.url}/readyz`);
    const saying = 'the registry does not answer';
    if (
      state === 'waiting' &&
      String(reason).includes(saying) &&
      ready.status === 503 &&
      (await ready.text()).includes(saying)
    )
      return true;
  }
  return false;
}

/** The receipts once there is one for each submission, or none has come for a minute. */
async function settledOf({ receipts, ids }: Run): Promise<readonly Receipt[]> {
  for (let [seen, since] = [-1, 0]; ; await pause(50)) {
    const settled = receipts.messages.map(receiptIn);
    if (new Set(settled.map(({ id }) => id)).size === ids.length) return settled;
    if (settled.length !== seen) [seen, since] = [settled.length, performance.now()];
    if (performance.now() - since > 60_000) return settled;
  }
}

const isForEveryone = ({ stream, data }: RecordedEvent): boolean =>
  stream.startsWith('ledger-') || (streamKind(stream) === 'follow_up' && data['audience'] === 'all');

function faultsOf({ ids, acknowledged }: Run, settled: readonly Receipt[], events: readonly RecordedEvent[]): string[] {
  const effects = new Map<string, Set<string>>();
  for (const { id, outcome, events: made = [], problem } of settled) {
    const effect = outcome === 'recorded' ? made.map(({ eventId }) => eventId).join() : `${outcome} ${problem?.code}`;
    effects.set(id, (effects.get(id) ?? new Set()).add(effect));
  }
  const several = [...effects].filter(([, { size }]) => size !== 1).map(([id]) => `${id} became several things`);
  const ends = new Set([...effects.values()].flatMap((each) => [...each]));
  const held = (type: string): readonly RecordedEvent[] => events.filter((event) => event.type === type);
  const made = held('AllegationReceived');
  const strange = [...ends]
    .filter((id) => !made.some((event) => event.id === id))
    .map((end) => `not on record: ${end}`);
  const followUps = held('FollowUpRecorded').length;
  return [
    ...several,
    ...strange,
    ...ids.filter((id) => !effects.has(id)).map((id) => `${id} has no receipt`),
    ...(made.length === ids.length ? [] : [`${made.length} allegations of ${ids.length} submissions`]),
    ...(followUps === acknowledged ? [] : [`${followUps} follow-ups, ${acknowledged} acknowledged`]),
  ];
}
