import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import gossipGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js';
import featuresGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import streamsGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import { batchAppendHandler } from './batch-append.js';
import { featuresHandler, gossipHandler } from './cluster-services.js';
import { DataFile } from './data-file.js';
import { EventLog } from './event-log.js';
import { Faults } from './faults.js';
import { Listener } from './listener.js';
import { defaultLimits, type Limits, type Node } from './node.js';
import type { Order } from './orders.js';
import { readHandler } from './read.js';
import { appendHandler } from './single-append.js';

export interface Setup {
  /** Where `data` is; nodes of one cluster share it. */
  readonly folder: string;
  /** 0 for a free one. */
  readonly port: number;
  /** Files in PEM and the one user there is; without it the server runs insecure and takes everybody. */
  readonly secure?: {
    readonly certificate: string;
    readonly key: string;
    readonly name: string;
    readonly password: string;
  };
  readonly limits?: Partial<Limits>;
  /** Where it stands at first, unless it leads. */
  readonly role?: 'leader' | 'leaderless';
}

const host = '127.0.0.1';
/** The largest message the real server takes: a log record without what surrounds it there. */
const largestMessage = 16 * 1024 * 1024 - 10_000;
/** Milliseconds between two looks of a follower at what the leader wrote. */
const followEvery = 10;

/** A server that speaks KurrentDB's protocol and gives the answers of version 26.1, as far as an append-only ledger asks for them. */
export class KurrentDbDouble {
  private constructor(
    private readonly node: Node,
    private readonly listener: Listener,
  ) {}

  static async start(setup: Setup): Promise<KurrentDbDouble> {
    mkdirSync(setup.folder, { recursive: true });
    const log = new EventLog(DataFile.open(join(setup.folder, 'data')));
    const server = new Server({
      'grpc.max_receive_message_length': largestMessage,
      'grpc.max_send_message_length': -1,
    });
    const { secure } = setup;
    const injector = server.createConnectionInjector(credentialsOf(secure));
    const listener = new Listener(host, (socket) => injector.injectConnection(socket));
    const port = await listener.listen(setup.port);
    const node: Node = {
      self: { host, port },
      log,
      faults: new Faults(),
      limits: { ...defaultLimits, ...setup.limits },
      user: secure && { name: secure.name, password: secure.password },
      standing: { role: 'leaderless' },
      peers: [],
      refresh: () => {
        if (node.standing.role !== 'leader') log.refresh();
      },
      drop: (peer) => listener.drop(peer),
    };
    addServices(server, node);
    const double = new KurrentDbDouble(node, listener);
    if (setup.role !== 'leaderless') await double.obey({ do: 'stand', standing: { role: 'leader' }, peers: [] });
    setInterval(() => node.refresh(), followEvery).unref();
    return double;
  }

  get port(): number {
    return this.node.self.port;
  }

  async obey(order: Order): Promise<void> {
    const { node } = this;
    switch (order.do) {
      case 'fail':
        return node.faults.plan(order.fault);
      case 'refuse':
        return this.listener.refuse(node.self.port, order.milliseconds);
      case 'stand':
        node.peers = order.peers;
        if (order.standing.role === node.standing.role && order.standing.role === 'leader') return;
        // Whoever resigns first finishes what it has accepted.
        node.standing = { role: 'leaderless' };
        await node.log.settle();
        if (order.standing.role === 'leader') node.log.lead();
        node.standing = order.standing;
    }
  }
}

function credentialsOf(secure: Setup['secure']): ServerCredentials {
  if (secure === undefined) return ServerCredentials.createInsecure();
  const pair = { cert_chain: readFileSync(secure.certificate), private_key: readFileSync(secure.key) };
  return ServerCredentials.createSsl(null, [pair]);
}

/** What has no handler here is answered with UNIMPLEMENTED. */
function addServices(server: Server, node: Node): void {
  server.addService(streamsGrpc.StreamsService, {
    append: appendHandler(node),
    batchAppend: batchAppendHandler(node),
    read: readHandler(node),
  });
  server.addService(featuresGrpc.ServerFeaturesService, { getSupportedMethods: featuresHandler(node) });
  server.addService(gossipGrpc.GossipService, { read: gossipHandler(node) });
}
