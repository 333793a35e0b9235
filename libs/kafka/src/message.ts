/** A message to be sent. */
export interface KafkaMessage {
  /** Messages of one key stay in their order. */
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** A message as it was found on a topic; any program may have put it there. */
export interface ReceivedMessage {
  readonly topic: string;
  readonly partition: number;
  /** Place in its partition, a decimal number. */
  readonly offset: string;
  readonly key: string | undefined;
  /** `undefined` for a message without one. */
  readonly value: Uint8Array | undefined;
  /** Of a header that stands there several times, the last; undecodable bytes become replacement characters. */
  readonly headers: Readonly<Record<string, string>>;
  /** When the broker says it was sent, in milliseconds since 1970. */
  readonly sentAt: number;
}
