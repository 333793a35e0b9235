import { randomUUID } from 'node:crypto';

import { type KafkaClient, type KafkaProducer, type ReceivedBatch, topicName } from '#libs/kafka';
import { LedgerError } from '#libs/ledger';

import { type DeadLetter, readDeadLetter } from './dead-letter.js';
import { receiptOf } from './receipt.js';
import type { RegistryDoor } from './registry-door.js';
import { submissionOf } from './submission.js';
import type { Verdict } from './verdict.js';

/** Which dead letters are tried again; all, unless told. */
export interface Chosen {
  readonly agency?: string | undefined;
  /** Why they were put aside. */
  readonly reason?: string | undefined;
}

export interface Redriven {
  readonly recorded: number;
  readonly refused: number;
  /** Those that still cannot be taken; they stay where they are. */
  readonly rejected: number;
}

interface Parts {
  readonly kafka: KafkaClient;
  readonly producer: KafkaProducer;
  readonly door: RegistryDoor;
  readonly origin: string;
}

/** How long the brokers may keep quiet before it is given up. */
const patience = 60_000;

/**
 * Hands dead letters to the registry again, after what was wrong has been mended. Each can be recorded once, however often this is done; the
 * agency gets a receipt for what is settled now. Throws what the registry's door and the brokers throw; done again it goes on.
 */
export async function redrive(parts: Parts, { agency, reason }: Chosen): Promise<Redriven> {
  const count = { recorded: 0, refused: 0, rejected: 0 };
  await eachDeadLetter(parts.kafka, async (letter) => {
    const from = agencyOf(letter);
    const isChosen = (agency ?? from) === from && (reason ?? letter.reason) === letter.reason;
    if (from !== undefined && isChosen) count[(await again(parts, from, letter)).outcome] += 1;
  });
  return count;
}

async function again(parts: Parts, agency: string, { message }: DeadLetter): Promise<Verdict> {
  const submission = submissionOf(agency, message);
  const verdict = 'outcome' in submission ? submission : await parts.door.hand(submission);
  if (verdict.outcome === 'rejected') return verdict;
  const { ce_source: source = '', ce_id: id = '' } = message.headers;
  const receipt = receiptOf({ place: message, source, id, verdict }, parts.origin);
  await parts.producer.send(topicName('receipts', agency), [receipt]);
  return verdict;
}

const agencyOf = ({ message }: DeadLetter): string | undefined =>
  /^ledger\.submissions\.([a-z][a-z0-9-]{1,39})\.v1$/.exec(message.topic)?.[1];

type Handle = (letter: DeadLetter) => Promise<void>;

/** Reads the topic as it stands now, as a member of a group of its own, and ends with the first failure. */
async function eachDeadLetter(kafka: KafkaClient, handle: Handle): Promise<void> {
  const topic = topicName('deadLetters');
  const admin = kafka.admin();
  const [span] = await admin.spans(topic).finally(() => admin.close());
  if (span === undefined || span.from >= span.next) return;
  const consumer = kafka.consumer({ group: `ledger-exchange.redrive.${randomUUID()}` });
  let patienceEnds: NodeJS.Timeout | undefined;
  const done = new Promise<void>((resolve, reject) => {
    const wait = (): void => {
      clearTimeout(patienceEnds);
      patienceEnds = setTimeout(() => reject(quiet(consumer.complaint)), patience);
    };
    wait();
    consumer.start([topic], async (batch) => {
      try {
        if (await handleBatch(batch, span.next - 1, handle, wait)) resolve();
      } catch (error) {
        reject(error instanceof LedgerError ? error : new LedgerError('INTERNAL', [], { cause: error }));
      }
    });
  });
  await done.finally(() => {
    clearTimeout(patienceEnds);
    return consumer.close();
  });
}

/** Whether the last one was in it. */
async function handleBatch(
  batch: ReceivedBatch,
  lastOffset: number,
  handle: Handle,
  progress: () => void,
): Promise<boolean> {
  for (const message of batch.messages) {
    if (Number(message.offset) > lastOffset) return true;
    const letter = readDeadLetter(message);
    if (letter !== undefined) await handle(letter);
    await batch.commit(message);
    progress();
  }
  return Number(batch.messages.at(-1)?.offset) >= lastOffset;
}

const quiet = (complaint = 'the brokers keep quiet'): LedgerError => new LedgerError('BROKER_UNAVAILABLE', complaint);
