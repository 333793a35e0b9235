import { CompactEncrypt, importJWK } from 'jose';
import { Kafka, logLevel } from 'kafkajs';

import { Ledger } from './ledger.js';
import { type Partner, signed } from './partner.js';
import type { Trust } from './transparency-log.js';

/** What is submitted: the type of the event, its data, and for further information the allegation it is about. */
export interface Content {
  readonly type: string;
  readonly data: object;
  readonly allegation?: string;
}

interface Submitting {
  readonly partner: Partner;
  readonly brokers: readonly string[];
  readonly trust: Trust;
}

export interface Receipt {
  readonly source: string;
  readonly id: string;
  readonly outcome: 'recorded' | 'refused' | 'rejected';
  readonly events?: readonly { readonly eventId: string; readonly position: number; readonly statement: string }[];
  readonly problem?: { readonly code: string; readonly title: string };
}

/** For how long the ledger may take it: an outage of a day loses nothing. */
const lifetimeSeconds = 7 * 24 * 3600;

/** Signed by us, then sealed: nobody between us and the registry can read or change it. */
async function sealed(partner: Partner, id: string, content: Content): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + lifetimeSeconds;
  const claims = { iss: partner.source, jti: id, aud: partner.origin, exp, ...content };
  const jws = signed(partner, 'ledger-submission+jws', claims);
  const { kid, jwk } = partner.intake;
  return new CompactEncrypt(Buffer.from(jws))
    .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid })
    .encrypt(await importJWK(jwk, 'ECDH-ES+A256KW'));
}

/**
 * Submits and waits for the receipt, which it checks. The id is ours to choose, another one for each submission; to be sure after an error,
 * the very same message is sent again: keep it until its receipt is there.
 */
export async function submit({ partner, brokers, trust }: Submitting, id: string, content: Content): Promise<Receipt> {
  const kafka = new Kafka({ clientId: partner.agency, brokers: [...brokers], logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  const headers = {
    'content-type': 'application/jose',
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: partner.source,
    ce_type: 'ledger.submission',
  };
  const value = await sealed(partner, id, content);
  await producer.send({ topic: partner.topics.submissions, messages: [{ key: id, value, headers }] });
  await producer.disconnect();
  const receipt = await receiptFor(kafka, partner, id);
  for (const { statement, eventId, position } of receipt.events ?? []) {
    const fault = await new Ledger(partner.ledger, trust).fault(statement, eventId, position);
    if (fault !== undefined) throw new Error(`the receipt for ${id} does not verify: ${fault}`);
  }
  return receipt;
}

async function receiptFor(kafka: Kafka, { agency, source, topics }: Partner, id: string): Promise<Receipt> {
  const consumer = kafka.consumer({ groupId: `${agency}.receipts.${process.pid}.${Date.now()}`, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topics.receipts], fromBeginning: true });
  const receipt = await new Promise<Receipt>((resolve, reject) => {
    const eachMessage = async ({ message }: { message: { value: Buffer | null } }): Promise<void> => {
      const found = JSON.parse(message.value?.toString() ?? '{}') as Receipt;
      if (found.id === id && found.source === source) resolve(found);
    };
    consumer.run({ eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return receipt;
}
