import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { SmallLedger } from '#libs/testing';

import { audit, auditInWords } from './audit-command.js';
import { ServedLedger } from './served-ledger.js';

describe('an auditor who mistypes, or whose ledger does not answer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'auditor-mistakes-spec-'));
  const path = (name: string): string => join(folder, name);
  const ledger = new ServedLedger();
  let honest: SmallLedger;
  let peer: Server | undefined;

  beforeAll(async () => {
    honest = await SmallLedger.founded();
    await ledger.open();
    await ledger.show(honest);
    writeFileSync(path('trust.json'), honest.trustText);
  });
  afterEach(() => {
    ledger.instead = undefined;
    peer?.close();
  });
  afterAll(() => {
    ledger.close();
    rmSync(folder, { recursive: true });
  });

  /** Something else than a ledger, which does this with whoever connects. */
  async function peerThat(does: (socket: Socket) => void): Promise<string> {
    const server = (peer = createServer((socket) => does(socket.on('error', () => undefined))));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('is told that no ledger answers where each connection is closed at once', async () => {
    const url = await peerThat((socket) => socket.destroy());
    const [mirrored, watched] = await Promise.all([
      audit('mirror', url, path('closed')),
      audit('watch', url, '--keep', path('kept of closed'), '--every', '1', '--times', '2'),
    ]);
    expect(mirrored).toMatchObject({ status: 3, json: { error: { code: 'LEDGER_UNREACHABLE' } } });
    expect(watched).toMatchObject({ status: 3, json: { looks: 2, unanswered: 2, findings: [] } });
    expect(watched.err.match(/no answer: No ledger answers: nothing could be read at .*\/trust\n/g)).toHaveLength(1);
  });

  it('is told once when a watched ledger answers no longer, and when it answers again', async () => {
    let asked = 0;
    ledger.instead = (at, response) => {
      const isRefused = at === '/checkpoint' && [2, 3].includes(++asked);
      if (isRefused) response.writeHead(401).end();
      return isRefused;
    };
    const times = ['--every', '1', '--times', '4'];
    const ended = await audit('watch', ledger.url, '--keep', path('kept'), '--trust', path('trust.json'), ...times);
    expect(ended).toMatchObject({ status: 0, json: { looks: 4, unanswered: 2 } });
    expect(ended.err).toMatch(/^watching .*\nno answer: .*\nthe ledger answers now\n$/);
  });

  it.each([
    ['--port', '70000', 'it must be 65535 or less.'],
    ['--every', '0', 'it must be 1 or more.'],
    ['--times', '0', 'it must be 1 or more.'],
  ])('is told what %s takes, and not %s', async (flag, value, said) => {
    const ended = await audit('watch', ledger.url, '--keep', path('never'), '--times', '1', flag, value);
    expect([ended.status, ended.err]).toEqual([2, expect.stringContaining(said)]);
    expect(existsSync(path('never'))).toBe(false);
  });

  it('is told when something listens at the port of the watch already', async () => {
    const { port } = new URL(ledger.url);
    const ended = await audit('watch', ledger.url, '--keep', path('kept'), '--times', '1', '--port', port);
    const said = `port ${port} of 127.0.0.1 cannot be listened on: something listens there already; name another with --port`;
    expect([ended.status, ended.err]).toEqual([2, `error: ${said}\n`]);
  });

  it.each([
    ['replay', (named: string) => ['replay', named]],
    ['compare', (named: string) => ['compare', path('trust.json'), '--mirror', named]],
    ['compare', (named: string) => ['compare', path('trust.json'), '--mirror', named, '--trust', path('trust.json')]],
  ])('is told by %s that a folder is not there, or no mirror; nothing is made there', async (_, args) => {
    expect(await auditInWords(args(path('mistyped')))).toMatchObject({
      ...{ status: 2, err: `error: ${path('mistyped')}: there is no such folder\n` },
    });
    expect(existsSync(path('mistyped'))).toBe(false);
    mkdirSync(path('ordinary'), { recursive: true });
    expect(await auditInWords(args(path('ordinary')))).toMatchObject({
      ...{ status: 2, err: `error: ${path('ordinary')}: it is no mirror\n` },
    });
    expect(readdirSync(path('ordinary'))).toEqual([]);
  });
});
