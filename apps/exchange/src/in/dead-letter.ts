import { createHash } from 'node:crypto';

import { type KafkaMessage, type KafkaProducer, type ReceivedMessage, topicName } from '#libs/kafka';
import { type ErrorCode, LedgerError } from '#libs/ledger';

import type { Place, Settled } from './receipt.js';

/** A submission that could not be taken, as it came. */
export interface DeadLetter {
  readonly reason: string;
  /** The message as it was found, with its own place. */
  readonly message: ReceivedMessage;
}

const longest = 1000;
const prefix = 'original_';

/** The message to its last byte, with its own headers beside the reason and its place; headers that nobody needs to read are cut. */
function deadLetterOf({ topic, partition, offset, value, headers }: ReceivedMessage, reason: ErrorCode): KafkaMessage {
  const own = ['ce_source', 'ce_id', 'ce_type', 'content-type'].flatMap((name): [string, string][] => {
    const text = headers[name];
    return text === undefined ? [] : [[prefix + name, text.slice(0, longest)]];
  });
  return {
    key: topic,
    value: value ?? new Uint8Array(),
    headers: { reason, topic, partition: String(partition), offset, ...Object.fromEntries(own) },
  };
}

/** Makes those that were rejected dead letters, durable before this returns. */
export async function putAside(
  producer: KafkaProducer,
  messages: readonly ReceivedMessage[],
  settled: readonly Settled[],
): Promise<void> {
  const dead = messages.flatMap((message, n): KafkaMessage[] => {
    const verdict = settled[n]?.verdict;
    return verdict?.outcome === 'rejected' ? [deadLetterOf(message, verdict.problem.code)] : [];
  });
  if (dead.length > 0) await sendDead(producer, dead);
}

/**
 * A message that was just small enough for its topic may be too large with the headers of a dead letter: then its digest stands for it, and
 * the message itself stays where it was found.
 */
async function sendDead(producer: KafkaProducer, dead: readonly KafkaMessage[]): Promise<void> {
  try {
    await producer.send(topicName('deadLetters'), dead);
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== 'MESSAGE_TOO_LARGE') throw error;
    if (dead.length > 1) for (const one of dead) await sendDead(producer, [one]);
    else await producer.send(topicName('deadLetters'), dead.map(withoutValue));
  }
}

const withoutValue = ({ key, value, headers }: KafkaMessage): KafkaMessage => {
  const digest = createHash('sha256').update(value).digest('hex');
  return { key, value: new Uint8Array(), headers: { ...headers, bytes: String(value.length), sha256: digest } };
};

/** What a dead letter was; `undefined` for a message of another form. */
export function readDeadLetter({ headers, value, key, sentAt }: ReceivedMessage): DeadLetter | undefined {
  const { reason, topic, partition, offset } = headers;
  if (reason === undefined || topic === undefined || !isNumber(partition) || !isNumber(offset)) return undefined;
  const own = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  const original = Object.fromEntries(own.map(([name, text]) => [name.slice(prefix.length), text]));
  const place: Place = { topic, partition: Number(partition), offset };
  return { reason, message: { ...place, headers: original, value, key, sentAt } };
}

const isNumber = (text: string | undefined): text is string => text !== undefined && /^\d{1,18}$/.test(text);
