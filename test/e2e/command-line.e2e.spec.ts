import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as connectionsTo, type Server as AnyServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ledgerCommand } from './ledger-command.js';

/** Listens on a free port of the loopback address, and gives that address. */
async function listening(server: AnyServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the demo', () => {
  it('starts nothing for a word it does not know', () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, ['dist/apps/ledger/src/demo.js', '--exti']);
    expect(String(stderr)).toBe('The demo takes --exit and nothing else: --exti\n');
    expect([status, String(stdout)]).toEqual([2, '']);
  });
});

describe('a command whose ledger is not there', () => {
  let other: Server;
  let LEDGER_URL: string;
  beforeAll(async () => {
    other = createServer((_, answer) => answer.end('Something Confidential'));
    LEDGER_URL = await listening(other);
  });
  afterAll(() => new Promise((resolve) => other.close(resolve)));

  it.each([['timeline KHM'], ['audit KHM'], ['due'], ['replay'], ['export KHM --out never.zip']])(
    '%s says how to start one',
    async (line) => {
      const { status, err } = await ledgerCommand(line.split(' '), { LEDGER_URL: 'http://127.0.0.1:1' });
      expect(err).toBe(
        'LEDGER_UNREACHABLE: No ledger answers: at http://127.0.0.1:1; start one with "npm run -s ledger -- up", or name one in LEDGER_URL\n',
      );
      expect(status).toBe(3);
    },
  );

  it.each(['Not Found', '{"detail":"Not Found"}', 'null'])(
    'is told from another server that knows none of its addresses and answers %s',
    async (said) => {
      const server = createServer((_, answer) => answer.writeHead(404).end(said)).unref();
      const LEDGER_URL = await listening(server);
      const { status, err } = await ledgerCommand(['due'], { LEDGER_URL });
      expect(err).toContain(`what answers at ${LEDGER_URL} is something else; name a ledger in LEDGER_URL\n`);
      expect(status).toBe(3);
      server.close();
    },
  );

  it('is said not to answer where every connection is closed at once', async () => {
    const closing = connectionsTo((socket) => void socket.destroy()).unref();
    const LEDGER_URL = await listening(closing);
    for (const line of ['timeline KHM', 'due', 'export KHM --out never.zip']) {
      const { status, err } = await ledgerCommand(line.split(' '), { LEDGER_URL });
      expect(err).toContain(`LEDGER_UNREACHABLE: No ledger answers: at ${LEDGER_URL};`);
      expect(status).toBe(3);
    }
    closing.close();
  });

  it.each([['timeline KHM'], ['audit KHM'], ['due'], ['replay'], ['record examples/dispatch.json']])(
    '%s says that something else answers, and not what',
    async (line) => {
      const { status, err } = await ledgerCommand(line.split(' '), { LEDGER_URL });
      expect(err).toBe(
        `LEDGER_UNREACHABLE: No ledger answers: what answers at ${LEDGER_URL} is something else; name a ledger in LEDGER_URL\n`,
      );
      expect(status).toBe(3);
    },
  );
});

describe('a folder in which no ledger was ever served', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-nowhere-'));
  const nowhere = join(folder, 'nowhere');

  it('is said to be none, and nothing is made in it', async () => {
    const { status, out, err } = await ledgerCommand(['doctor'], { LEDGER_HOME: nowhere });
    expect({ status, out }).toEqual({ status: 3, out: '' });
    expect(err).toContain(`there is no ledger in ${nowhere}`);
    expect(existsSync(nowhere)).toBe(false);
  });

  it.each([
    ['a name that no agency may have', 'Bad Name!', 'agency: must be 2 to 40 lowercase letters'],
    ['the key of the operator not there', 'labour', 'there is no such file; give the file of an issuer key'],
  ])('with %s, no key is made for an agency', async (_, name, said) => {
    const out = join(folder, 'agency.jwk');
    const { err } = await ledgerCommand(['agency', 'add', name, '--out', out], { LEDGER_HOME: nowhere });
    expect(err).toContain(said);
    expect(existsSync(out)).toBe(false);
  });
});

/** A letter whose reading is shown at a terminal, on Linux; what is said after the question once these keys were typed there. */
function answered(keys: string): Promise<{ status: number | null; said: string }> {
  const line = `${process.execPath} dist/apps/ledger/src/main.js record examples/AL_KHM_1-2025.txt`;
  const terminal = spawn('bash', ['-c', `exec script -qec '${line}' /dev/null`], {
    env: { ...process.env, LEDGER_URL: 'http://127.0.0.1:1' },
  });
  const question = /\[y\/N\] (?:\u001b\[\d+G)?/u;
  let said = '';
  terminal.stdout.on('data', (part: Buffer) => {
    const isAsked = question.test(said);
    said += part.toString();
    if (!isAsked && question.test(said)) terminal.stdin.write(keys);
  });
  return new Promise((resolve) =>
    terminal.once('close', (status) => resolve({ status, said: said.split(question)[1] ?? said })),
  );
}

describe('a letter that a person is asked to confirm', () => {
  it.each([
    ['n', 'n\r'],
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('is not recorded after %s, and that is said', async (_, keys) => {
    const { status, said } = await answered(keys);
    expect(said).toMatch(/^n?\s+Nothing was recorded\.\r\n$/u);
    expect(status).toBe(1);
  });
});

describe('what a file may hold', () => {
  it('is listed with what each type names, and what is not is told where to look', async () => {
    const { status, out } = await ledgerCommand(['record', '--types']);
    expect(status).toBe(0);
    expect(out).toMatch(/^RedactionProposed +reference +reply, documents$/mu);
    expect(out).toMatch(/^ReplyPublished +reply or reference$/mu);
    expect(out).not.toContain('ResponseWindowElapsed');
    const file = join(mkdtempSync(join(tmpdir(), 'ledger-record-')), 'lost.json');
    for (const type of ['LetterLost', 'ResponseWindowElapsed']) {
      writeFileSync(file, JSON.stringify({ type, data: {} }));
      const { status: refused, err } = await ledgerCommand(['record', file]);
      expect({ type, refused, err }).toEqual({ type, refused: 1, err: expect.stringContaining('record --types') });
    }
    rmSync(dirname(file), { recursive: true });
    expect((await ledgerCommand(['record', '--help'])).out).toMatch(/A JSON record [\s\S]* --types and --example/u);
  });
});

describe('a command line that cannot be followed ends with 2', () => {
  it.each([
    ['up --port abc', "'abc'"],
    ['up --port 99999', "'99999'"],
    ['read', 'file'],
    ['record', 'name the file'],
    ['record --types examples/reply.json', 'take no file'],
    ['record --example LetterLost', 'record --types'],
    ['read nowhere.txt', 'nowhere.txt: there is no such file'],
    ['verify nowhere.zip', 'nowhere.zip: there is no such file'],
    ['export KHM', '--out'],
    ['export --out a.zip', 'say whose file it is'],
    ['export KHM --out a.zip --request 00000000-0000-8000-8000-000000000001', '--request goes with --audience auditor'],
    ['export --audience auditor --out a.zip', 'name it with --request'],
    ['export --audience auditor --out a.zip --request 12', 'It is the id of an event'],
    [
      'export KHM --audience auditor --out a.zip --request 00000000-0000-8000-8000-000000000001',
      'of the whole ledger: leave KHM out',
    ],
    ['sing', "'sing'"],
  ])('%s', async (line, said) => {
    const { status, err } = await ledgerCommand(line.split(' '), { LEDGER_URL: 'http://127.0.0.1:1' });
    expect(err).toContain(said);
    expect(err).toMatch(/^error: /u);
    expect(status).toBe(2);
  });
});
