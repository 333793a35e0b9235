import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { SmallLedger } from '#libs/testing';

import { until } from '../kafka/until.js';
import { audit, auditing, auditInWords, codesIn } from './audit-command.js';
import { grown } from './grown-ledger.js';
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

  it('ends a mirror at once that waits for a peer who says nothing', async () => {
    let connected = 0;
    const url = await peerThat(() => connected++);
    const { child, ended } = auditing('mirror', url, path('silent'));
    await until(() => connected > 0);
    const asked = performance.now();
    child.kill('SIGINT');
    const { status, json, err } = await ended;
    expect(performance.now() - asked).toBeLessThan(5000);
    expect([status, json]).toMatchObject([3, { error: { code: 'LEDGER_UNREACHABLE' } }]);
    expect(err).toContain('asked to end before anything could be read at ');
  });

  it('ends a mirror at once, and keeps what it was given, when the ledger says nothing more half-way', async () => {
    const long = await SmallLedger.founded();
    for (let n = 0; n < 150; n++)
      await long.record({ stream: 'communication-KHM-1-2025', codes: ['KHM'], type: 'ReminderSent' });
    await ledger.show(long);
    let isAsked = false;
    ledger.instead = (at) => (isAsked ||= at === '/v1/events?from=100');
    const { child, ended } = auditing('mirror', ledger.url, path('half'));
    await until(() => isAsked);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ status: 3, json: { ok: false, mirrored: 100, of: long.size, findings: [] } });
    ledger.instead = undefined;
    expect(await audit('mirror', ledger.url, path('half'))).toMatchObject({ status: 0, json: { ok: true } });
    await ledger.show(honest);
  });

  it('does not accuse a log of withholding what a watch has not waited for', async () => {
    await ledger.show(honest, honest.size - 1);
    const keep = ['--keep', path('kept until asked'), '--trust', path('trust.json')];
    expect(await audit('watch', ledger.url, ...keep, '--times', '1')).toMatchObject({ status: 0 });
    await ledger.show(honest);
    let asked = 0;
    ledger.instead = (at, response) => {
      const isProof = at.startsWith('/tile/');
      // Twice it does withhold it.
      if (isProof && ++asked < 3) response.writeHead(404).end();
      return isProof;
    };
    const { child, ended } = auditing('watch', ledger.url, ...keep, '--every', '1');
    await until(() => asked > 2);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ status: 3, json: { waiting: 1, findings: [] } });
    ledger.instead = undefined;
    expect(await audit('watch', ledger.url, ...keep, '--times', '1')).toMatchObject({ status: 0, json: { ok: true } });
  });

  it.each([
    [
      401,
      'UNAUTHENTICATED: The request carries no valid token: the one in LEDGER_TOKEN is not valid here, or no more\n',
    ],
    [403, "FORBIDDEN: The role does not allow this: its statements are read with an auditor's token\n"],
  ])(
    'is told that its token is not taken when the ledger answers with %s, which is no finding',
    async (status, said) => {
      ledger.instead = (_, response) => {
        response.writeHead(status).end();
        return true;
      };
      for (const command of [
        ['mirror', ledger.url, path('refused')],
        ['watch', ledger.url, '--keep', path('refused too')],
      ]) {
        const ended = await auditInWords(command, { LEDGER_TOKEN: 'bad' });
        expect(ended.status).toBe(3);
        expect(ended.err.endsWith(said)).toBe(true);
      }
    },
  );

  it('is told that what answers is no ledger when it gives a page for readers', async () => {
    ledger.instead = (_, response) => {
      response.end('<html></html>');
      return true;
    };
    const { status, err } = await auditInWords(['mirror', ledger.url, path('a page')]);
    const said = `No ledger answers: what answers at ${ledger.url} is none: it gives no trust file`;
    expect([status, err]).toEqual([3, `LEDGER_UNREACHABLE: ${said}\n`]);
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

  it('is told that the files of a mirror were damaged on its own disk, and the ledger is accused of nothing', async () => {
    expect(await audit('mirror', ledger.url, path('mirror'))).toMatchObject({ status: 0 });
    const tiles = path('mirror/tile/entries/000.p');
    const tile = join(tiles, String(honest.size));
    const bytes = readFileSync(tile);
    bytes[500] = (bytes[500] ?? 0) ^ 1;
    writeFileSync(tile, bytes);
    const ended = await auditInWords(['mirror', ledger.url, path('mirror')]);
    expect(ended.status).toBe(1);
    expect(ended.out).toContain(
      '  INCLUSION: the files of this mirror are not those it accepted: they were damaged here\n',
    );
    expect(ended.out).toContain('which says nothing of the ledger. Mirror into a new folder');
    rmSync(tiles, { recursive: true });
    expect(codesIn(await audit('mirror', ledger.url, path('mirror')))).toEqual(['INCLUSION']);
    expect(existsSync(path('mirror/shown'))).toBe(false);
    await ledger.show(await grown(honest.size));
    const kept = await auditInWords(['mirror', ledger.url, path('mirror')]);
    expect(kept.out).toContain(`; what the ledger showed is kept as ${path('mirror/shown')}`);
    expect(readdirSync(path('mirror/shown'))).toHaveLength(1);
    expect(existsSync(path('mirror/evidence'))).toBe(false);

    // A ledger that takes something back as well is found beside it, and what it showed is kept
    await ledger.show(honest, honest.size - 1);
    expect(codesIn(await audit('mirror', ledger.url, path('mirror')))).toEqual(['INCLUSION', 'CONSISTENCY']);
    expect(readdirSync(path('mirror/evidence'))).toHaveLength(1);
    await ledger.show(honest);
  });

  it('is told that the trust file may be that of another ledger, with both names', async () => {
    const another = await SmallLedger.founded(undefined, 'elsewhere');
    writeFileSync(path('elsewhere.json'), another.trustText);
    const ended = await auditInWords(['mirror', ledger.url, path('new'), '--trust', path('elsewhere.json')]);
    expect([ended.status, ended.out]).toEqual([
      1,
      expect.stringContaining('Either the trust file is that of another ledger, or what answers is not'),
    ]);
    expect(ended.out).toContain(
      `ORIGIN: the checkpoint is of ${honest.origin}, and the trust file of ${another.origin}`,
    );
    expect(ended.out).toMatch(/\nNothing was accepted\.\n$/);
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
