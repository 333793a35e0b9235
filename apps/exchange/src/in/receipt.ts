import type { KafkaMessage, ReceivedMessage } from '#libs/kafka';

import type { Verdict } from './verdict.js';

/** Where a message was found. */
export type Place = Pick<ReceivedMessage, 'topic' | 'partition' | 'offset'>;

/** A submission, as far as its headers name it, with what became of it. */
export interface Settled {
  readonly place: Place;
  readonly source: string;
  readonly id: string;
  readonly verdict: Verdict;
}

const longest = 200;

/** The receipt for the agency. Sent again after a crash it has the same `ce_id`. */
export function receiptOf({ place, source, id, verdict }: Settled, origin: string): KafkaMessage {
  const { topic, partition, offset } = place;
  const name = id.slice(0, longest);
  const receipt = {
    ...{
      format: 'ledger-receipt/1',
      source: source.slice(0, longest),
      id: name,
      topic,
      partition,
      offset: Number(offset),
    },
    ...verdict,
  };
  return {
    key: name,
    value: Buffer.from(JSON.stringify(receipt)),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: `${topic}/${partition}/${offset}`,
      ce_source: origin,
      ce_type: 'ledger.receipt',
      ce_subject: name,
    },
  };
}
