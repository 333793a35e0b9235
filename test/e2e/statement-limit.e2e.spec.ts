import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { composeBundle, type NamedFile, zipBytes } from '#libs/integrity';
import { auditorParts, readerParts, SmallLedger, smallStory, withFile, withManifest } from '#libs/testing';

import { ledgerCommand } from './ledger-command.js';

const most = 100_000;
/** Where twice as many statements as are allowed would not fit, and as many as are allowed do. */
const heapMebibytes = 384;

interface Verified {
  readonly findings: readonly { readonly code: string; readonly position?: number; readonly detail: string }[];
}

/**
 * Whoever made the file did not take the trouble to sign: of each statement the form alone is right, so that nothing ends the reading of
 * it early, and none has a proof.
 */
function padded(text: string, lines: number): string {
  const own = text.split('\n').slice(0, -1);
  const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const header = encoded({ alg: 'Ed25519', kid: 'A'.repeat(43), typ: 'ledger-event+sd-jwt' });
  const first = own.length === 0 ? -1 : (JSON.parse(own.at(-1) ?? '') as { position: number }).position;
  const more = Array.from({ length: lines - own.length }, (_, i) => {
    const id = `00000000-0000-8000-8000-${i.toString(16).padStart(12, '0')}`;
    const claims = {
      by: { ps: 'A'.repeat(22), role: 'mandate_clerk' },
      codes: ['KHM'],
      data: { on: '2025-03-10' },
      iss: 'ledger.test/a',
      jti: id,
      rev: i + 10,
      sub: 'communication-KHM-1-2025',
      time: '2025-03-10T09:00:00.000Z',
      typ: 'ReminderSent',
      ver: 1,
    };
    return `{"position":${first + 1 + i},"jwt":"${header}.${encoded(claims)}.${'A'.repeat(86)}"}`;
  });
  return [...own, ...more, ''].join('\n');
}

describe('a bundle with more statements than a bundle for readers could have proofs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'statement-limit-'));
  const at = (name: string): string => join(folder, name);
  let [addressee, auditor]: (readonly NamedFile[])[] = [];
  beforeAll(async () => {
    const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
    const readers = { audience: 'addressee', code: 'KHM', headsPosition: addresseeHeads } as const;
    addressee = composeBundle(await readerParts(ledger, readers));
    auditor = composeBundle(await auditorParts(ledger, addresseeHeads));
    writeFileSync(at('trust.json'), ledger.trustText);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What is found by the command in a process with little memory, and how it ended. */
  const verified = async (files: readonly NamedFile[] | undefined, lines: number) => {
    const padding = withFile(files ?? [], 'statements.jsonl', (text) => padded(text, lines));
    writeFileSync(at('bundle.zip'), await zipBytes(withManifest(padding)));
    const limit = { NODE_OPTIONS: `--max-old-space-size=${heapMebibytes}` };
    const args = ['verify', at('bundle.zip'), '--trust', at('trust.json'), '--json'];
    const { status, out, err } = await ledgerCommand(args, limit);
    const { findings } = JSON.parse(out === '' ? '{"findings":[]}' : out) as Verified;
    const beyond = findings.filter(({ code, detail }) => code === 'LINE' && detail.includes('there are more than'));
    return { status, err, codes: findings.map(({ code }) => code), beyond };
  };

  it('is read as far as that, in little memory, and what is too much is one finding', async () => {
    const { status, err, beyond } = await verified(addressee, 3 * most);
    expect([status, err]).toEqual([1, '']);
    expect(beyond).toEqual([
      expect.objectContaining({ code: 'LINE', detail: `there are more than ${most} statements` }),
    ]);
    expect(beyond[0]?.position).toBeGreaterThanOrEqual(most);
  }, 240_000);

  it('begins with the first that is too many', async () => {
    expect((await verified(addressee, most)).beyond).toEqual([]);
    expect((await verified(addressee, most + 1)).beyond).toHaveLength(1);
  }, 240_000);

  it('may be an auditor’s, which has tiles in the place of proofs', async () => {
    const { status, codes, beyond } = await verified(auditor, most + 1);
    expect([status, beyond]).toEqual([1, []]);
    expect(codes).not.toEqual([]);
  }, 240_000);
});
