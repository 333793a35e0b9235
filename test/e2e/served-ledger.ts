import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { hashTileBytes, parseTilePath } from '#libs/integrity';
import type { SmallLedger } from '#libs/testing';

/** What a ledger serves to an auditor, told by whoever plays it: an honest one, or one that has something to hide. */
export class ServedLedger {
  served: { ledger: SmallLedger; size: number; note: string } | undefined;
  private readonly server: Server;
  requests = 0;
  /** Sees each request before it is answered; says whether it has answered itself. */
  instead: ((path: string, response: ServerResponse) => boolean) | undefined;

  constructor() {
    this.server = createServer((request, response) => {
      this.requests++;
      if (this.instead?.(request.url ?? '/', response) === true) return;
      const answer = this.answer(new URL(request.url ?? '/', 'http://ledger'));
      response.writeHead(answer === undefined ? 404 : 200).end(answer);
    });
  }

  async show(ledger: SmallLedger, size = ledger.size, note?: string): Promise<void> {
    this.served = { ledger, size, note: note ?? (await ledger.checkpoint(size)) };
  }

  open = (): Promise<void> => new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private answer({ pathname, searchParams }: URL): string | Uint8Array | undefined {
    const { ledger, size, note } = this.served ?? {};
    if (ledger === undefined || size === undefined) return undefined;
    if (pathname === '/checkpoint') return note;
    if (pathname === '/trust') return ledger.trustText;
    const tile = parseTilePath(pathname.slice(1));
    if (tile !== undefined) return tile.level === 'entries' ? undefined : hashTileBytes(ledger.tree, tile);
    const from = Number(searchParams.get('from'));
    if (pathname === '/v1/heads') return this.disclosed(ledger, from);
    if (pathname !== '/v1/events') return undefined;
    const entries = ledger.entries.slice(from, Math.min(from + 100, size));
    const statements = entries.map(({ event: { position }, jwt }) => ({ position, jwt }));
    return JSON.stringify({ statements, next: null });
  }

  /** Whether it discloses what its heads say, and of which of their records it says nothing. */
  heads: 'disclosed' | 'not for you' = 'disclosed';
  withheld = -1;

  /** What it answers instead when it is asked for heads from a revision on. */
  headsAnswer: ((from: number) => string) | undefined;

  private disclosed(ledger: SmallLedger, from: number): string | undefined {
    if (this.headsAnswer !== undefined) return this.headsAnswer(from);
    if (this.heads === 'not for you') return undefined;
    const records = ledger.entries.filter(({ event }) => event.type === 'HeadsRecorded').slice(from, from + 2);
    return JSON.stringify({
      heads: records.map(({ event: { position, revision }, disclosures }) => ({
        position,
        disclosures: revision === this.withheld ? disclosures.slice(1) : disclosures,
      })),
      next: null,
    });
  }
}
