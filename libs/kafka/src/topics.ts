import { LedgerError } from '#libs/ledger';

import type { NewTopic } from './kafka-client.js';

export type TopicKind = 'publicEvents' | 'agencyEvents' | 'submissions' | 'receipts' | 'deadLetters' | 'consumption';
/** `agency`: the one in the topic's name, or any one where the name has none. */
export type TopicParty = 'exchange' | 'agency' | 'operator' | 'everyone';

export interface TopicRow {
  readonly name: string;
  /** Never changed: the partition of a key depends on it. */
  readonly partitions: number;
  readonly writer: TopicParty;
  readonly readers: TopicParty;
  readonly content: string;
}

/** What the partitions of event topics are for ever. */
const eventPartitions = 12;

/**
 * Every topic there is, `{agency}` standing for the name of one. The AsyncAPI document, the script that makes topics with their access
 * rules, and the programs take them from here.
 */
export const topicTable: Readonly<Record<TopicKind, TopicRow>> = {
  publicEvents: {
    name: 'ledger.events.public.v1',
    partitions: eventPartitions,
    writer: 'exchange',
    readers: 'everyone',
    content:
      'What everyone may read: the ledger’s own records, reports, press releases and follow-ups for all at once; a letter’s record, whole, from its publication on.',
  },
  agencyEvents: {
    name: 'ledger.events.{agency}.v1',
    partitions: eventPartitions,
    writer: 'exchange',
    readers: 'agency',
    content: 'What the agency is entitled to. Never anything about an allegation, a subject or an access.',
  },
  submissions: {
    name: 'ledger.submissions.{agency}.v1',
    partitions: 1,
    writer: 'agency',
    readers: 'exchange',
    content: 'What the agency submits, encrypted to the registry’s intake key around what the agency has signed.',
  },
  receipts: {
    name: 'ledger.receipts.{agency}.v1',
    partitions: 1,
    writer: 'exchange',
    readers: 'agency',
    content: 'What became of each submission: where it was recorded, or why it was not. No value is quoted.',
  },
  deadLetters: {
    name: 'ledger.submissions.dead-letters.v1',
    partitions: 1,
    writer: 'exchange',
    readers: 'operator',
    content: 'Submissions that could not be taken, as they came, with the reason and the place they came from.',
  },
  consumption: {
    name: 'ledger.consumption.v1',
    partitions: 1,
    writer: 'agency',
    readers: 'exchange',
    content: 'An agency’s signed statement that it has read up to a position.',
  },
};

/** Kept for ever: a topic is the history again, and whoever comes later reads it from its beginning. */
const kept = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' } as const;

/**
 * What agencies write the brokers unpack before they keep it: a way of packing that the exchange does not know, or a packet that grows
 * without bound, would keep it from everything behind.
 */
const unpacked = { ...kept, 'compression.type': 'uncompressed' } as const;

/** The settings of a topic, as Kafka names them. */
export const topicSettings = ({ writer }: TopicRow): typeof kept | typeof unpacked =>
  writer === 'agency' ? unpacked : kept;

const agencyName = /^[a-z][a-z0-9-]{1,39}$/;
/** They would make a topic's name that is another one's. */
const taken = ['public', 'dead-letters'];

const isAgencyName = (name: string): boolean => agencyName.test(name) && !taken.includes(name);

/** The name of a topic. Throws `CONFIGURATION` for an agency that cannot have one. */
export function topicName(kind: TopicKind, agency?: string): string {
  const { name } = topicTable[kind];
  if (!name.includes('{agency}')) return name;
  if (agency === undefined || !isAgencyName(agency))
    throw new LedgerError('CONFIGURATION', 'an agency has a name of 2 to 40 lowercase letters, digits and hyphens');
  return name.replace('{agency}', agency);
}

/** Every topic of a ledger that exchanges with these agencies. */
export function allTopics(agencies: readonly string[]): NewTopic[] {
  const kinds = Object.keys(topicTable) as TopicKind[];
  return kinds.flatMap((kind) => {
    const { name, partitions } = topicTable[kind];
    const settings = topicSettings(topicTable[kind]);
    const owners = name.includes('{agency}') ? agencies : [undefined];
    return owners.map((agency) => ({ name: topicName(kind, agency), partitions, settings }));
  });
}
