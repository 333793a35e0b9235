import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { makeTestCertificates } from '../test-certificates.js';

/** One user of a secured broker; `operator` is always there and may do everything. */
export interface KafkaUser {
  readonly name: string;
  readonly password: string;
}

export interface BrokerOptions {
  /** With it clients come over TLS and SASL (PLAIN or SCRAM-SHA-256), and nobody but the operator may do what no ACL allows. */
  readonly users?: readonly KafkaUser[];
  /** What Java compiles for: a start of seconds unless told, or long work. */
  readonly compiledFor?: 'start' | 'work';
  /** More of the broker's own settings, which stand last. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface NodeAddress {
  readonly id: number;
  readonly clients: number;
  readonly controller: number;
}

export const operator: KafkaUser = { name: 'operator', password: 'operator-of-tests' };

export interface NodeFiles {
  readonly folder: string;
  readonly properties: string;
  /** The authority that signed the broker's certificate, in PEM, when it is a secured one. */
  readonly authority: string | undefined;
}

/** Writes the settings of one node of a KRaft cluster whose nodes are broker and controller at once. */
export function writeSettings(
  folder: string,
  node: NodeAddress,
  all: readonly NodeAddress[],
  options: BrokerOptions,
): NodeFiles {
  const copies = String(Math.min(3, all.length));
  const secure = options.users === undefined ? undefined : secured(folder, [operator, ...options.users]);
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': String(node.id),
    'controller.quorum.voters': all.map(({ id, controller }) => `${id}@127.0.0.1:${controller}`).join(','),
    listeners: `CLIENTS://127.0.0.1:${node.clients},CONTROLLER://127.0.0.1:${node.controller}`,
    'listener.security.protocol.map': `CLIENTS:${secure ? 'SASL_SSL' : 'PLAINTEXT'},CONTROLLER:PLAINTEXT`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'CLIENTS',
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': 'false',
    'default.replication.factor': copies,
    'min.insync.replicas': all.length > 2 ? '2' : '1',
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',
    ...secure?.settings,
    ...options.settings,
  };
  const properties = join(folder, 'server.properties');
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  writeFileSync(properties, `${lines.join('\n')}\n`, { mode: 0o600 });
  return { folder, properties, authority: secure?.authority };
}

function secured(folder: string, users: readonly KafkaUser[]): { settings: Record<string, string>; authority: string } {
  const { authority, certificate, key } = makeTestCertificates(folder);
  const keystore = join(folder, 'keystore.pem');
  writeFileSync(keystore, [key, certificate, authority].map((file) => readFileSync(file, 'utf8')).join(''), {
    mode: 0o600,
  });
  const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
  const known = users.map(({ name, password }) => `user_${name}="${password}"`).join(' ');
  const own = `username="${operator.name}" password="${operator.password}"`;
  return {
    authority: readFileSync(authority, 'utf8'),
    settings: {
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256',
      'sasl.mechanism.inter.broker.protocol': 'PLAIN',
      'listener.name.clients.plain.sasl.jaas.config': `${login} ${own} ${known};`,
      'listener.name.clients.scram-sha-256.sasl.jaas.config':
        'org.apache.kafka.common.security.scram.ScramLoginModule required;',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': keystore,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': authority,
      'ssl.endpoint.identification.algorithm': '',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': `User:ANONYMOUS;User:${operator.name}`,
    },
  };
}
