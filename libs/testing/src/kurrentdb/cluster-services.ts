import type { handleUnaryCall } from '@grpc/grpc-js';
import gossipPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js';
import featuresPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import type sharedPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import { uuidOf } from './messages.js';
import { admitAnyone, type Node } from './node.js';
import type { Endpoint } from './rpc-errors.js';

/** The version whose answers this double gives. */
const version = '26.1.0';

/** What the double serves; the real server lists all it can do, and the client asks for nothing that is not listed. */
const served: readonly (readonly [service: string, method: string, ...features: string[]])[] = [
  ['event_store.client.streams.streams', 'read', 'position', 'events'],
  ['event_store.client.streams.streams', 'append'],
  ['event_store.client.streams.streams', 'batchappend', 'deadline_duration'],
  ['event_store.client.gossip.gossip', 'read'],
  ['event_store.client.server_features.serverfeatures', 'getsupportedmethods'],
];

export const featuresHandler =
  (node: Node): handleUnaryCall<sharedPb.Empty, featuresPb.SupportedMethods> =>
  (call, callback) => {
    const answer = new featuresPb.SupportedMethods();
    answer.setEventStoreServerVersion(version);
    for (const [service, name, ...features] of served) {
      const method = new featuresPb.SupportedMethod();
      method.setServiceName(service);
      method.setMethodName(name);
      method.setFeaturesList(features);
      answer.addMethods(method);
    }
    respond(() => admitAnyone(node, call), callback, answer);
  };

export const gossipHandler =
  (node: Node): handleUnaryCall<sharedPb.Empty, gossipPb.ClusterInfo> =>
  (call, callback) => {
    const answer = new gossipPb.ClusterInfo();
    for (const endpoint of [node.self, ...node.peers]) answer.addMembers(memberOf(node, endpoint));
    respond(() => admitAnyone(node, call), callback, answer);
  };

type Callback<Answer> = (error: Error | null, answer?: Answer) => void;

function respond<Answer>(admit: () => void, callback: Callback<Answer>, answer: Answer): void {
  try {
    admit();
  } catch (error) {
    return callback(error as Error);
  }
  callback(null, answer);
}

function memberOf({ self, standing }: Node, { host, port }: Endpoint): gossipPb.MemberInfo {
  const isSelf = host === self.host && port === self.port;
  const leads = standing.role === 'follower' ? host === standing.leader.host && port === standing.leader.port : isSelf;
  const address = new gossipPb.EndPoint();
  address.setAddress(host);
  address.setPort(port);
  const member = new gossipPb.MemberInfo();
  member.setInstanceId(uuidOf(`00000000-0000-4000-8000-${port.toString(16).padStart(12, '0')}`));
  member.setTimeStamp(String(BigInt(Date.now()) * 10_000n));
  const { LEADER, FOLLOWER, UNKNOWN } = gossipPb.MemberInfo.VNodeState;
  member.setState(standing.role === 'leaderless' ? UNKNOWN : leads ? LEADER : FOLLOWER);
  member.setIsAlive(true);
  member.setHttpEndPoint(address);
  return member;
}
