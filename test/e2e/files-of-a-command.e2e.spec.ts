import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
