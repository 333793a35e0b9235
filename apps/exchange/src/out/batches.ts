import { cloudEvent, type KafkaMessage, partitionOf, topicTable } from '#libs/kafka';

import type { Outgoing } from './page-plan.js';

/** Messages that may be sent together. */
export interface Batch {
  readonly messages: readonly KafkaMessage[];
  /** Positions in the order of the messages. */
  readonly positions: readonly number[];
}

/** What goes to one partition lies well below the size that brokers take by default, 1 MiB, with room for headers. */
const mostBytes = 640 * 1024;
const mostMessages = 1000;
const headerBytes = 600;
const { partitions } = topicTable.publicEvents;

/** Puts outgoing statements together, in order, into batches that a broker takes. `source` is the ledger's origin. */
export async function* batches(source: string, outgoing: AsyncIterable<Outgoing>): AsyncIterable<Batch> {
  let [messages, positions, bytes] = empty();
  for await (const each of outgoing) {
    const partition = partitionOf(each.entry.stream, partitions);
    const size = (bytes[partition] ?? 0) + each.entry.payload.length + headerBytes;
    const full = size > mostBytes || messages.length === mostMessages;
    if (messages.length > 0 && (full || each.after === 'everything before')) {
      yield { messages, positions };
      [messages, positions, bytes] = empty();
    }
    messages.push(messageOf(source, each));
    positions.push(each.entry.position);
    bytes[partition] = (bytes[partition] ?? 0) + each.entry.payload.length + headerBytes;
  }
  if (messages.length > 0) yield { messages, positions };
}

const empty = (): [KafkaMessage[], number[], number[]] => [[], [], []];

function messageOf(source: string, { entry, event, previous }: Outgoing): KafkaMessage {
  const { position, payload, kid, signature } = entry;
  const { id, stream, type, version, time } = event;
  return cloudEvent({
    ...{ position, previous, payload, kid, signature },
    ...{ iss: source, jti: id, sub: stream, typ: type, ver: version, time },
  });
}
