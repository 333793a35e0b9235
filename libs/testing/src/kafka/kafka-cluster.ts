import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BrokerProcess } from './broker-process.js';
import { type BrokerOptions, type NodeAddress, type NodeFiles, writeSettings } from './broker-settings.js';

/** Apache Kafka for one suite alone, which may end, kill, restart and wipe its brokers. */
export class KafkaCluster {
  private constructor(
    private readonly folder: string,
    readonly brokers: readonly BrokerProcess[],
    /** The authority behind the brokers' certificates, in PEM, when clients come over TLS. */
    readonly authority: string | undefined,
  ) {}

  /** One broker or three, each on free ports of the loopback address. */
  static async start(size: 1 | 3 = 1, options: BrokerOptions = {}): Promise<KafkaCluster> {
    const folder = mkdtempSync(join(process.env['LEDGER_TEST_RUN'] ?? tmpdir(), 'kafka-'));
    const ports = await freePorts(2 * size);
    const nodes = Array.from({ length: size }, (_, n): NodeAddress => {
      const [clients = 0, controller = 0] = ports.slice(2 * n);
      return { id: n + 1, clients, controller };
    });
    const files = nodes.map((node): NodeFiles => {
      const own = join(folder, String(node.id));
      mkdirSync(own);
      return writeSettings(own, node, nodes, options);
    });
    const brokers = nodes.map((node, n) => new BrokerProcess(node, files[n] as NodeFiles, options));
    const cluster = new KafkaCluster(folder, brokers, files[0]?.authority);
    await cluster.begin();
    return cluster;
  }

  /** `127.0.0.1:port`, one for each broker. */
  get addresses(): readonly string[] {
    return this.brokers.map(({ address }) => `127.0.0.1:${address.clients}`);
  }

  /** Ends the brokers without warning. */
  async kill(): Promise<void> {
    await Promise.all(this.brokers.map((broker) => broker.end('SIGKILL')));
  }

  /** Starts them again with what they had kept. */
  async restart(): Promise<void> {
    await this.kill();
    this.brokers.forEach((broker) => broker.launch());
    await Promise.all(this.brokers.map((broker) => broker.ready()));
  }

  /** Starts them again with nothing: no topic, no offset, no ACL. */
  async wipe(): Promise<void> {
    await this.kill();
    this.brokers.forEach((broker) => broker.wipe());
    await this.begin();
  }

  /** Ends the brokers and removes their files. */
  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }

  private async begin(): Promise<void> {
    const id = randomBytes(16).toString('base64url').replace(/^-/, 'k');
    await Promise.all(this.brokers.map((broker) => broker.format(id)));
    this.brokers.forEach((broker) => broker.launch());
    await Promise.all(this.brokers.map((broker) => broker.ready()));
  }
}

/** All of them are taken before any is let go, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
