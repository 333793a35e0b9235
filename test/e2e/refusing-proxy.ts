import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server before the ledger, which answers the first writes with 502 and passes on everything else. */
export interface RefusingProxy {
  readonly url: string;
  /** How many writes it has answered itself. */
  refused(): number;
  close(): Promise<void>;
}

export async function refusingProxy(ledger: string, refusals: number): Promise<RefusingProxy> {
  let refused = 0;
  const server = createServer((asked, answer) => {
    if ('idempotency-key' in asked.headers && refused < refusals) {
      refused++;
      asked.resume().once('end', () => answer.writeHead(502, { 'content-type': 'text/html' }).end('Bad Gateway'));
      return;
    }
    const { method, headers, url } = asked;
    const passedOn = request(`${ledger}${url}`, { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 500, answered.headers);
      answered.pipe(answer);
    });
    asked.pipe(passedOn.once('error', () => answer.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused: () => refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
