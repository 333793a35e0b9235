import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { afterEach, describe, expect, it } from '@jest/globals';

import { HttpLedger } from './http-ledger.js';

const mebibyte = 2 ** 20;
const refused = expect.objectContaining({ name: 'LedgerError', code: 'LEDGER_UNREACHABLE' });

/** Answers of a ledger that is broken, or means harm, told by path; nothing else is there. */
type Answers = Readonly<Record<string, string | Buffer | ((response: ServerResponse) => void)>>;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function servedBy(answers: Answers): Promise<HttpLedger> {
  server = createServer(({ url = '' }, response) => {
    const answer = answers[url.split('?')[0] ?? ''];
    if (answer === undefined) response.writeHead(404).end();
    else if (typeof answer === 'function') answer(response);
    else response.end(answer);
  });
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return new HttpLedger(`http://127.0.0.1:${(listening.address() as AddressInfo).port}`, {});
}

async function statementsOf(ledger: HttpLedger): Promise<string[]> {
  const jwts: string[] = [];
  for await (const some of ledger.statements(0, 3)) jwts.push(...some);
  return jwts;
}

/** Bytes without end, until the other side has had enough; how many were sent. */
function endless(piece: Buffer, headers: Record<string, string> = {}) {
  const sent = { bytes: 0 };
  const answer = (response: ServerResponse): void => {
    response.writeHead(200, headers);
    const more = (): void => {
      while (!response.destroyed) {
        sent.bytes += piece.length;
        if (!response.write(piece)) return void response.once('drain', more);
      }
    };
    more();
  };
  return { sent, answer };
}

/** What becomes of it, and how much more memory was taken meanwhile, in MiB. */
async function occupied(work: Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
  await expect(work).rejects.toEqual(refused);
  clearInterval(watch);
  return (most - before) / mebibyte;
}

describe('a ledger that is read from outside', () => {
  it('gives its statements page by page', async () => {
    const statements = [0, 1, 2].map((position) => ({ position, jwt: `a.${position}.c` }));
    const ledger = await servedBy({ '/v1/events': JSON.stringify({ statements, next: null }) });
    expect(await statementsOf(ledger)).toEqual(['a.0.c', 'a.1.c', 'a.2.c']);
  });

  it.each([
    ['no statements', '{}'],
    ['nothing', 'null'],
    ['a number', '7'],
    ['a list', '[]'],
    ['no text at all', Buffer.from([0xff, 0xfe, 0x7b])],
    ['no JSON', '<html>'],
    ['statements that are none', '{"statements":"all"}'],
    ['a statement that is nothing', '{"statements":[null]}'],
    ['a statement that is a list', '{"statements":[[]]}'],
    ['a position that is no number', '{"statements":[{"position":"0","jwt":"a.b.c"}]}'],
    ['a position beyond all', '{"statements":[{"position":1e300,"jwt":"a.b.c"}]}'],
    ['a statement that is no text', '{"statements":[{"position":0,"jwt":{"toString":1}}]}'],
    ['none of those asked for', '{"statements":[]}'],
    ['others than those asked for', '{"statements":[{"position":1,"jwt":"a.b.c"}]}'],
    ['what nests without end', '['.repeat(mebibyte)],
  ])('is said to give what cannot be read when it answers with %s', async (_, answer) => {
    const ledger = await servedBy({ '/v1/events': answer });
    await expect(statementsOf(ledger)).rejects.toEqual(refused);
  });

  it.each([
    '{}',
    'null',
    '[1]',
    '{"heads":{}}',
    '{"heads":[null]}',
    '{"heads":[{"position":0,"disclosures":[1]}]}',
    'no',
  ])('is said to give heads that cannot be read when it answers with %s', async (answer) => {
    await expect((await servedBy({ '/v1/heads': answer })).heads(0)).rejects.toEqual(refused);
  });

  it('is left when an answer goes on for ever, whatever was asked', async () => {
    const { sent, answer } = endless(Buffer.alloc(64 * 1024, 'x'));
    const everywhere = { '/trust': answer, '/checkpoint': answer, '/v1/heads': answer, '/v1/events': answer };
    const ledger = await servedBy(everywhere);
    expect(await occupied(ledger.trust())).toBeLessThan(100);
    expect(sent.bytes).toBeLessThan(32 * mebibyte);
    expect(await occupied(ledger.checkpoint('newest'))).toBeLessThan(100);
    expect(await occupied(ledger.heads(0))).toBeLessThan(300);
    expect(await occupied(statementsOf(ledger))).toBeLessThan(300);
    expect(sent.bytes).toBeLessThan(160 * mebibyte);
  });

  it('is left when what it sends small grows without end', async () => {
    const ledger = await servedBy({
      '/trust': (response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(512 * mebibyte)));
      },
    });
    expect(await occupied(ledger.trust())).toBeLessThan(300);
  }, 120_000);

  it('is left when a page holds more values than any, which would cost far more than their text', async () => {
    const ledger = await servedBy({ '/v1/events': `{"statements":[${'{},'.repeat(8 * mebibyte)}0]}` });
    expect(await occupied(statementsOf(ledger))).toBeLessThan(300);
  });

  it('is left when an entry tile holds more entries than any', async () => {
    const ledger = await servedBy({ '/tile/entries/000.p/3': Buffer.alloc(16 * mebibyte) });
    expect(await occupied(statementsOf(ledger))).toBeLessThan(300);
  });

  it('is asked again when it breaks off, and then said not to be reached', async () => {
    let asked = 0;
    const ledger = await servedBy({
      '/checkpoint': (response) => {
        asked++;
        response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
      },
    });
    await expect(ledger.checkpoint('newest')).rejects.toEqual(refused);
    expect(asked).toBe(4);
  }, 60_000);
});
