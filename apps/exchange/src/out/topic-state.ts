import { type ErrorCode, LedgerError } from '#libs/ledger';

/** What a topic is doing: `following` is all well; `waiting` names what it waits for and goes on by itself; `stopped` needs somebody. */
export interface TopicState {
  readonly topic: string;
  readonly state: 'starting' | 'following' | 'waiting' | 'stopped';
  readonly code?: ErrorCode;
  readonly reason?: string;
  /** The position that is sent next. */
  readonly next: number;
  /** Messages acknowledged by the brokers since this process started. */
  readonly published: number;
}

/** Nobody but a person can help: time alone mends none of these. */
const needsSomebody: readonly ErrorCode[] = [
  'BROKER_REFUSED',
  'TOPIC_MISSING',
  'MESSAGE_TOO_LARGE',
  'TOPIC_INCOMPLETE',
];

/** What a failure makes of a topic's state. It is tried again in any case: what somebody mends goes on without a restart. */
export function stateAfter(error: unknown): Pick<TopicState, 'state' | 'code' | 'reason'> {
  if (!(error instanceof LedgerError)) return { state: 'waiting', code: 'INTERNAL', reason: 'an unexpected fault' };
  const state = needsSomebody.includes(error.code) ? 'stopped' : 'waiting';
  return { state, code: error.code, reason: error.message };
}
