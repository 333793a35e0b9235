import { LedgerError } from '#libs/ledger';

interface Fault {
  readonly name: string;
  readonly message: string;
  /** The protocol's name of an answer, such as `UNKNOWN_TOPIC_OR_PARTITION`. */
  readonly type?: string;
  readonly cause?: unknown;
  readonly originalError?: unknown;
  readonly errors?: unknown;
}

const unavailable = 'BROKER_UNAVAILABLE';

type Meant = 'TOPIC_MISSING' | 'BROKER_REFUSED' | 'MESSAGE_TOO_LARGE';

/** What the protocol's answers mean to us; all others mean that the brokers are not to be used now. */
const meanings: Readonly<Record<string, readonly [Meant, string]>> = {
  UNKNOWN_TOPIC_OR_PARTITION: ['TOPIC_MISSING', 'the brokers have no such topic'],
  TOPIC_AUTHORIZATION_FAILED: ['BROKER_REFUSED', 'no rule of the brokers allows this on the topic'],
  GROUP_AUTHORIZATION_FAILED: ['BROKER_REFUSED', 'no rule of the brokers allows this consumer group'],
  CLUSTER_AUTHORIZATION_FAILED: ['BROKER_REFUSED', 'no rule of the brokers allows this'],
  SASL_AUTHENTICATION_FAILED: ['BROKER_REFUSED', 'the brokers do not accept the user or the password'],
  UNSUPPORTED_SASL_MECHANISM: ['BROKER_REFUSED', 'the brokers do not take this way of proving who one is'],
  MESSAGE_TOO_LARGE: ['MESSAGE_TOO_LARGE', 'the brokers take no message of this size on the topic'],
  RECORD_LIST_TOO_LARGE: ['MESSAGE_TOO_LARGE', 'the brokers take no batch of this size on the topic'],
};

/** A client's error as one of ours. The innermost cause tells most; its text names addresses and topics, never contents. */
export function brokerError(error: unknown): LedgerError {
  if (error instanceof LedgerError) return error;
  const faults = chain(error);
  const known = faults.map(({ type }) => meanings[type ?? '']).find((meaning) => meaning !== undefined);
  if (known) return new LedgerError(known[0], known[1], { cause: error });
  if (faults.some(({ name }) => name === 'KafkaJSSASLAuthenticationError'))
    return new LedgerError('BROKER_REFUSED', 'the brokers do not accept the user or the password', { cause: error });
  return new LedgerError(unavailable, faults.at(-1)?.message.slice(0, 200) ?? 'unknown', { cause: error });
}

/** The error, then what caused it, and so on. */
function chain(error: unknown): Fault[] {
  const found: Fault[] = [];
  for (let next = error; next instanceof Error && found.length < 10;) {
    const fault = next as Fault;
    found.push(fault);
    const several: unknown = Array.isArray(fault.errors) ? fault.errors[0] : undefined;
    next = fault.cause ?? fault.originalError ?? several;
  }
  return found;
}
