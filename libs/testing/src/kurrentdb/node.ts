import type { Metadata, ServerUnaryCall, ServiceError } from '@grpc/grpc-js';
import type { EventLog } from './event-log.js';
import type { Fault, Faults } from './faults.js';
import { accessDenied, type Endpoint, notLeader, notReady, unauthenticated } from './rpc-errors.js';

/** What this node is in its cluster; `leaderless` is it between a resignation and an election. */
export type Standing =
  | { readonly role: 'leader' }
  | { readonly role: 'follower'; readonly leader: Endpoint }
  | { readonly role: 'leaderless' };

export interface Limits {
  readonly maxAppendSize: number;
  readonly maxAppendEventSize: number;
  /** Milliseconds. */
  readonly writeTimeout: number;
}

/** The defaults of KurrentDB 26.1: chunk size, log record size, `WriteTimeoutMs`. */
export const defaultLimits: Limits = {
  maxAppendSize: 256 * 1024 * 1024,
  maxAppendEventSize: 16 * 1024 * 1024,
  writeTimeout: 2000,
};

/** What the services of one server share. */
export interface Node {
  readonly self: Endpoint;
  readonly log: EventLog;
  readonly faults: Faults;
  readonly limits: Limits;
  /** The one user who may do everything; undefined when the server runs insecure and everybody may. */
  readonly user: { readonly name: string; readonly password: string } | undefined;
  standing: Standing;
  /** The other nodes of the cluster that live. */
  peers: readonly Endpoint[];
  /** Takes in what the leader has written, on a node that does not lead. */
  refresh(): void;
  /** Cuts the connection a call came on. */
  drop(peer: string): void;
}

type Called = Pick<ServerUnaryCall<unknown, unknown>, 'metadata'>;

/** Who calls: a user, or nobody in particular; throws when credentials are there and are wrong. */
function callerOf({ user }: Node, metadata: Metadata): 'user' | 'anonymous' {
  if (user === undefined) return 'user';
  const given = metadata.get('authorization');
  if (given.length === 0) return 'anonymous';
  const expected = `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
  if (given.length !== 1 || given[0] !== expected) throw unauthenticated();
  return 'user';
}

/** Lets those in who may ask for what everybody may know. */
export function admitAnyone(node: Node, call: Called): void {
  callerOf(node, call.metadata);
}

/** Whether the caller may read and write streams; throws when credentials are there and are wrong. */
export const mayUseStreams = (node: Node, call: Called): boolean => callerOf(node, call.metadata) === 'user';

export function admitToStreams(node: Node, call: Called): void {
  if (!mayUseStreams(node, call)) throw accessDenied();
}

const wantsLeader = ({ metadata }: Called): boolean => metadata.get('requires-leader')[0] === 'true';

/** What a node that does not lead answers to a read that only the leader may serve. */
export function readRefusal(node: Node, call: Called): ServiceError | undefined {
  const { standing } = node;
  if (standing.role === 'leader' || !wantsLeader(call)) return undefined;
  return standing.role === 'follower' ? notLeader(standing.leader) : notReady();
}

/** What a node that does not lead answers to a write; `forward` when the real server would hand it on to the leader. */
export function writeRefusal(node: Node, call: Called): ServiceError | 'leaderless' | 'forward' | undefined {
  const { standing } = node;
  if (standing.role === 'leader') return undefined;
  if (standing.role === 'leaderless') return 'leaderless';
  return wantsLeader(call) ? notLeader(standing.leader) : 'forward';
}

/** Kills, waits or cuts the connection, as planned. Answers whether the call goes on. */
export async function strike(node: Node, fault: Fault, peer: string): Promise<'continue' | 'dropped'> {
  switch (fault.what) {
    case 'die':
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => undefined);
    case 'drop':
      node.drop(peer);
      return 'dropped';
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
      return 'continue';
  }
}
