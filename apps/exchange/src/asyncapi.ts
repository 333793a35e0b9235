import { catalogue, neverShared } from '#libs/domain';
import { type TopicKind, type TopicRow, topicSettings, topicTable } from '#libs/kafka';
import { type JsonObject, type StreamKind, vocabulary } from '#libs/ledger';

import { messageDetails } from './asyncapi-messages.js';

const kinds = Object.keys(topicTable) as TopicKind[];

/** What nobody outside is shown: neither to agencies, nor beyond these to the public. */
const hidden: Readonly<Partial<Record<TopicKind, readonly StreamKind[]>>> = {
  publicEvents: [...neverShared, 'handling'],
  agencyEvents: neverShared,
};

/**
 * The topics as an AsyncAPI 3 document, from the exchange's point of view. It derives from the table of topics and the catalogue of events;
 * `deploy/asyncapi.json` is held equal to it.
 */
export function asyncApi(): JsonObject {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Allegation Ledger over Kafka',
      version: '1.0.0',
      description:
        'CloudEvents 1.0 in binary mode. The key of an event is its stream; events of one key are in order and may come more than once, always with the same ce_source and ce_id. No message carries ciphertext of the ledger.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(kinds.map((kind) => [kind, channel(kind, topicTable[kind])])),
    operations: Object.fromEntries(kinds.map((kind) => operation(kind, topicTable[kind]))),
    components: { messages: { ...statements(), ...messageDetails.messages }, schemas: messageDetails.schemas },
  };
}

function channel(kind: TopicKind, row: TopicRow): JsonObject {
  const { name, partitions, content, writer, readers } = row;
  const settings = topicSettings(row);
  const agency = { description: 'Name of the agency', examples: ['labour'] };
  return {
    address: name,
    description: `${content} Written by: ${writer}. Read by: ${readers}.`,
    ...(name.includes('{agency}') && { parameters: { agency } }),
    messages: Object.fromEntries(
      messagesOf(kind).map((message) => [message, { $ref: `#/components/messages/${message}` }]),
    ),
    bindings: {
      kafka: {
        partitions,
        topicConfiguration: {
          'cleanup.policy': [settings['cleanup.policy']],
          'retention.ms': Number(settings['retention.ms']),
          'retention.bytes': Number(settings['retention.bytes']),
        },
        bindingVersion: '0.5.0',
      },
    },
  };
}

function operation(kind: TopicKind, { writer, content }: TopicRow): [name: string, operation: JsonObject] {
  const action = writer === 'exchange' ? 'send' : 'receive';
  return [`${action}.${kind}`, { action, channel: { $ref: `#/channels/${kind}` }, summary: content }];
}

function messagesOf(kind: TopicKind): readonly string[] {
  const unseen = hidden[kind];
  return unseen === undefined ? [messageDetails.of[kind] ?? ''] : typesBut(unseen);
}

/** Event types of all stream kinds but these. */
function typesBut(unseen: readonly StreamKind[]): readonly string[] {
  const shown = (Object.keys(vocabulary) as StreamKind[]).filter((kind) => !unseen.includes(kind));
  return shown.flatMap((kind) => vocabulary[kind]).filter((type) => Object.hasOwn(catalogue, type));
}

/** One message for each type of event that is shown to anybody; its payload's `data` has a schema of its own, which the ledger serves. */
function statements(): JsonObject {
  const shown = new Set(typesBut(neverShared));
  const declared = Object.entries(catalogue).filter(([type]) => shown.has(type));
  return Object.fromEntries(
    declared.map(([type, { ver, sentence }]) => [
      type,
      {
        name: type,
        title: sentence,
        headers: { $ref: '#/components/schemas/eventHeaders' },
        payload: {
          allOf: [
            { $ref: '#/components/schemas/statement' },
            {
              properties: {
                typ: { const: type },
                ver: { const: ver },
                data: { $comment: `as /schemas/${type}/${ver}, with a digest in _sd for each sealed member` },
              },
            },
          ],
        },
        bindings: { kafka: { key: { type: 'string', description: 'The stream' }, bindingVersion: '0.5.0' } },
      },
    ]),
  );
}
