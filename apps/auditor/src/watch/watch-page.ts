import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { unusablePort } from '#libs/service';

import type { Watched } from './watch.js';

const host = '127.0.0.1';

/** Serves what a watch knows on loopback: `/metrics` for a collector, `/findings` as JSON. */
export class WatchPage {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** Port 0 is any that is free. Throws `CONFIGURATION` when the port cannot be had. */
  static async open(port: number, state: () => Watched): Promise<WatchPage> {
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://watch').pathname;
      if (request.method !== 'GET' || (path !== '/metrics' && path !== '/findings')) {
        response.writeHead(404).end();
        return;
      }
      const [type, text] =
        path === '/metrics'
          ? (['text/plain; version=0.0.4; charset=utf-8', metrics(state())] as const)
          : (['application/json', JSON.stringify({ findings: state().findings })] as const);
      response.writeHead(200, { 'content-type': type }).end(text);
    });
    try {
      await once(server.listen(port, host), 'listening');
    } catch (cause) {
      throw unusablePort({ host, port }, cause, 'name another with --port');
    }
    return new WatchPage(server, `http://${host}:${(server.address() as AddressInfo).port}`);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** Prometheus' text form. */
function metrics({ looks, unanswered, unproven, waiting, size, seenAt, findings }: Watched): string {
  const lines = [
    ['ledger_audit_looks_total', 'counter', 'How often the log was asked for its checkpoint', looks],
    ['ledger_audit_unanswered_total', 'counter', 'How often it did not answer', unanswered],
    ['ledger_audit_unproven_total', 'counter', 'How often it did not prove that it continues what it signed', unproven],
    ['ledger_audit_unproven_checkpoints', 'gauge', 'Signed checkpoints that wait for that proof', waiting],
    ['ledger_audit_findings_total', 'counter', 'What was found wrong', findings.length],
    ['ledger_audit_checkpoint_size', 'gauge', 'Statements under the last checkpoint that was accepted', size],
    ['ledger_audit_checkpoint_seen_seconds', 'gauge', 'When that was, in seconds since 1970', seenAt / 1000],
  ] as const;
  return lines
    .map(([name, type, about, value]) => `# HELP ${name} ${about}\n# TYPE ${name} ${type}\n${name} ${value}\n`)
    .join('');
}
