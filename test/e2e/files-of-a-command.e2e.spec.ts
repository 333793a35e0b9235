import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { composeBundle, type NamedFile, zipBytes } from '#libs/integrity';
import { readerParts, SmallLedger, smallStory } from '#libs/testing';

import { ledgerCommand } from './ledger-command.js';

const folder = mkdtempSync(join(tmpdir(), 'ledger-files-'));
const path = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

describe('a bundle that is not as it was made', () => {
  let files: readonly NamedFile[];
  beforeAll(async () => {
    const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
    files = composeBundle(
      await readerParts(ledger, { audience: 'addressee', code: 'KHM', headsPosition: addresseeHeads }),
    );
    writeFileSync(path('trust.json'), ledger.trustText);
  });

  async function verified(bytes: Uint8Array): Promise<string> {
    writeFileSync(path('bundle.zip'), bytes);
    const { status, out } = await ledgerCommand(['verify', path('bundle.zip'), '--trust', path('trust.json')]);
    expect(status).toBe(1);
    return out;
  }

  it('because its statements were damaged on its way says that in few lines, and what to do', async () => {
    const bytes = Buffer.from(await zipBytes(files));
    const within = bytes.indexOf('statements.jsonl') + 500;
    bytes.writeUInt8(bytes.readUInt8(within) ^ 1, within);
    const words = await verified(bytes);
    expect(words).toMatch(/^ {2}inclusion +– +not checked: no statement could be read$/mu);
    expect(words).toMatch(/^ {2}FILE_UNEXPECTED: "proofs\/0.tlog-proof" proves .*\n {4}… and \d+ more like it$/mu);
    expect(words.match(/FILE_UNEXPECTED/gu)).toHaveLength(1);
    expect(words).toMatch(/not be relied upon\.\nIt was probably damaged on its way: fetch it, or have it sent, once/u);
  });

  it('because it was unpacked and zipped again says that it is verified as it came', async () => {
    const words = await verified(await zipBytes(files.toReversed()));
    expect(words).toContain('It was probably unpacked and zipped again: verify the file as it came.\n');
  });
});

describe('a file that a command cannot use', () => {
  const LEDGER_URL = 'http://127.0.0.1:1';

  it.each([
    ['', 'it is empty'],
    ['{"type":"LetterSent","data":{"subject":"the conf', 'it ends before what it began'],
    ['{"type":"LetterSent",\n  "data":{}, confidential}', 'line 2, column 14'],
    ['confidential', 'it is not JSON from its beginning'],
  ])('because it holds %j is named with the place, and nothing in it is quoted', async (text, place) => {
    const file = path('cut.json');
    writeFileSync(file, text);
    for (const command of [
      ['record', file],
      ['keys', 'add', file],
    ])
      expect(await ledgerCommand(command, { LEDGER_URL })).toEqual({
        ...{ status: 1, out: '', err: `JSON_INVALID: The text is not valid JSON: ${file}: ${place}\n` },
      });
  });

  it('because it is a folder is said to be one', async () => {
    for (const command of ['read', 'verify', 'record'])
      expect(await ledgerCommand([command, folder], { LEDGER_URL })).toMatchObject({
        ...{ status: 2, err: `error: ${folder}: it is a folder, not a file\n` },
      });
  });
});

describe('where a command writes', () => {
  const LEDGER_URL = 'http://127.0.0.1:1';
  const receipt = ['receipt', '00000000-0000-8000-8000-000000000001'];
  const said = async (command: readonly string[], out: string): Promise<string> =>
    (await ledgerCommand([...command, '--out', out], { LEDGER_URL })).err;

  it.each([
    ['bundle', 'PK\u0003\u0004', ['export', 'KHM']],
    ['receipt', 'c2sp.org/tlog-proof@v1\n', receipt],
  ])('a %s, no folder is made, and nothing but an older one is lost', async (name, older, command) => {
    const [away, notes] = [path('nowhere/out'), path('notes.txt')];
    writeFileSync(notes, 'important');
    expect(await said(command, away)).toBe(`error: ${away}: there is no folder ${path('nowhere')}\n`);
    expect(await said(command, folder)).toBe(`error: ${folder}: it is a folder, not a file\n`);
    expect(await said(command, notes)).toBe(
      `error: ${notes}: a file that is no ${name} is there already; name another, or remove that one\n`,
    );
    expect([existsSync(path('nowhere')), readFileSync(notes, 'utf8')]).toEqual([false, 'important']);
    for (const text of ['', older]) {
      writeFileSync(notes, text);
      expect(await said(command, notes)).toContain('LEDGER_UNREACHABLE');
    }
  });
});
