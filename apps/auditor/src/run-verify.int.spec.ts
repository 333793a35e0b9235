import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { composeBundle, formatReceipt, formatTlogProof, type VerifyResult, zipBytes } from '#libs/integrity';
import { readerParts, SmallLedger, smallStory } from '#libs/testing';
import { plainWords } from './plain-words.js';
import { recomputeViews } from './recompute-views.js';
import { runVerify, type VerifyCommand } from './run-verify.js';

describe('verifying a bundle file on one’s own machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'auditor-'));
  const path = (name: string): string => join(folder, name);
  afterAll(() => rmSync(folder, { recursive: true }));

  beforeAll(async () => {
    const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
    const readers = { audience: 'addressee', code: 'KHM', headsPosition: addresseeHeads } as const;
    const parts = { ...(await readerParts(ledger, readers)), since: 5 };
    const events = parts.statements.flatMap(({ position }) => ledger.entries[position]?.event ?? []);
    const manifest = { ...readers, files: {}, format: 'ledger-bundle/1', origin: ledger.origin } as const;
    const views = recomputeViews({ manifest, events, disclosures: new Map() });
    writeFileSync(path('bundle.zip'), await zipBytes(composeBundle({ ...parts, views })));
    const shorter = { ...parts, views, statements: parts.statements.slice(0, -1) };
    writeFileSync(path('shorter.zip'), await zipBytes(composeBundle(shorter)));
    const beheaded = { ...parts, views, statements: parts.statements.slice(2) };
    writeFileSync(path('beheaded.zip'), await zipBytes(composeBundle(beheaded)));
    writeFileSync(path('trust.json'), ledger.trustText);
    writeFileSync(path('older.checkpoint'), await ledger.checkpoint(5));
    writeFileSync(path('unproven.checkpoint'), await ledger.checkpoint(6));
    writeFileSync(path('letter.txt'), 'not a bundle');
  });

  async function run(command: Partial<VerifyCommand>): Promise<{ status: number; out: string; err: string }> {
    const said = { out: '', err: '' };
    const terminal = { out: (text: string) => (said.out += text), err: (text: string) => (said.err += text) };
    const status = await runVerify(
      { file: path('bundle.zip'), format: 'words', ...command },
      { out: (text) => void terminal.out(text), err: (text) => void terminal.err(text) },
    );
    return { status, ...said };
  }
  const json = async (command: Partial<VerifyCommand>): Promise<VerifyResult> =>
    JSON.parse((await run({ ...command, format: 'json' })).out) as VerifyResult;

  it.each([
    [4, 'KHM 1 to 3/2025.'],
    [5000, 'KHM 1 to 1000/2025 (the first 1000; there may be more).'],
  ])(
    'says that letters before number %d are missing, and does not let a list that was cut look whole',
    async (serial, said) => {
      const ledger = await SmallLedger.founded();
      await ledger.record({ stream: `communication-KHM-${serial}-2025`, type: 'LetterSent', codes: ['KHM'] });
      const { event } = await ledger.recordHeads('addressee');
      const readers = { audience: 'addressee', code: 'KHM', headsPosition: event.position } as const;
      writeFileSync(path('late.zip'), await zipBytes(composeBundle(await readerParts(ledger, readers))));
      expect((await run({ file: path('late.zip') })).out).toContain(`Numbers that have no letter here: ${said}\n`);
    },
  );

  it('says in its first line that it trusts on first use when nothing was pinned', async () => {
    const { status, out } = await run({});
    expect(status).toBe(0);
    expect(out.split('\n')[0]).toBe('TRUST ON FIRST USE');
    expect(await json({})).toMatchObject({ ok: true, trust: 'first-use' });
  });

  it('checks everything against a pinned trust file and an older checkpoint, views included', async () => {
    const pinned = { trustFile: path('trust.json'), sinceFile: path('older.checkpoint') };
    const { ok, completeAsAt, checks, findings } = await json(pinned);
    expect(findings).toEqual([]);
    expect([ok, typeof completeAsAt]).toEqual([true, 'string']);
    expect(checks.map((check) => [check.check, check.ok])).toEqual([
      ['files', true],
      ['signatures', true],
      ['inclusion', true],
      ['consistency', true],
      ['streams', true],
      ['views', true],
    ]);
    expect((await run(pinned)).out).toMatch(/complete as at 2025-03-10T/);
  });

  it('says when it holds no proof for the older checkpoint, and does not end as if it had been compared', async () => {
    const ended = await run({ trustFile: path('trust.json'), sinceFile: path('unproven.checkpoint') });
    expect(ended.status).toBe(2);
    expect(ended.err).toMatch(/no proof for the older checkpoint/);
    expect(ended.out).toContain('not possible with this file');
  });

  it('names every finding and ends with status 1', async () => {
    const { status, out } = await run({ file: path('shorter.zip') });
    expect(status).toBe(1);
    expect(out).toContain('DISCLOSURE_UNREFERENCED (position 16)');
    expect(out).toContain('This bundle must not be relied upon.');
  });

  it('says first that a trust file may be another ledger’s, when nothing fits it, and only then', async () => {
    const other = await SmallLedger.founded(['KHM'], 'another');
    writeFileSync(path('other.json'), other.trustText);
    const doubt =
      'Either the trust file is that of another ledger, or this bundle does not come from the ledger it names:\n';
    const { status, out } = await run({ trustFile: path('other.json') });
    expect(status).toBe(1);
    expect(out.indexOf(doubt)).toBeGreaterThan(0);
    expect(out.indexOf(doubt)).toBeLessThan(out.indexOf(' findings:'));
    for (const file of ['shorter.zip', 'beheaded.zip']) {
      const edited = await run({ file: path(file), trustFile: path('trust.json') });
      expect([edited.status, edited.out.includes('another ledger')]).toEqual([1, false]);
    }
  });

  it('finds that a text is no bundle', async () => {
    expect(await run({ file: path('letter.txt') })).toMatchObject({
      status: 1,
      out: expect.stringMatching(/^This is neither a bundle nor a receipt: the file is no zip file.*ZIP_INVALID/),
    });
    expect((await run({ file: path('letter.txt') })).out).not.toMatch(/TRUST|This bundle/);
  });

  it('finds that a receipt with anything behind its first mebibyte is none', async () => {
    const ledger = await SmallLedger.founded();
    const proof = { index: 2, hashes: ledger.tree.inclusionProof(2), checkpoint: await ledger.checkpoint() };
    const text = formatReceipt(formatTlogProof(proof), ledger.entries[2]?.jwt ?? '');
    // Lines of keys that nobody knows may follow those of the log and its witnesses.
    const room = 1024 * 1024 - Buffer.byteLength(text);
    const name = `padding${'x'.repeat((room - 13) % 4)}`;
    const padding = `— ${name} ${'A'.repeat(room - 6 - name.length)}\n`;
    const checked = (bytes: string) => {
      writeFileSync(path('long.tlog-proof'), bytes);
      return json({ file: path('long.tlog-proof'), trustFile: path('trust.json') });
    };
    expect(Buffer.from(text + padding)).toHaveLength(1024 * 1024);
    expect((await checked(text + padding)).findings).toEqual([]);
    expect((await checked(`${text}${padding}anything`)).findings).toMatchObject([{ code: 'PROOF_FORM' }]);
  });

  it('says once what is wrong in many places, with how many; the JSON names each', async () => {
    const other = { ...(await json({})), ok: false };
    const alike = [1, 2, 3].map((position) => ({ code: 'ORIGIN' as const, position, detail: 'of another ledger' }));
    const single = { code: 'TILE' as const, detail: 'a tile is missing' };
    const words = plainWords({ ...other, findings: [...alike, single], findingsTotal: 4 });
    expect(words).toContain(
      '4 findings:\n  ORIGIN (position 1): of another ledger\n    … and 2 more like it\n  TILE: a tile is missing\n',
    );
  });

  it('names the types of which nobody who signed says what must be sealed', async () => {
    const types = { unknownTypes: ['LetterSent/2'], typesByListOnly: ['CaseAssigned/1'] };
    const result = { ...(await json({})), ...types };
    const words = plainWords(result);
    expect(words).toContain(
      'was not judged (only slots.json of this file says it, which nobody has signed): LetterSent/2.',
    );
    expect(words).toContain('which nobody has signed, and not as this program knows it: CaseAssigned/1.');
    expect(plainWords(result, 'mirror')).toContain('so that what must be sealed in them was not judged: LetterSent/2.');
  });

  it('ends with status 2 when a file on the command line cannot be used', async () => {
    const refused = async (command: Partial<VerifyCommand>) => {
      const { status, out, err } = await run(command);
      expect([status, out]).toEqual([2, '']);
      return err;
    };
    const [file, text] = [path('nowhere.zip'), path('letter.txt')];
    expect(await refused({ file })).toBe(`error: ${file}: there is no such file\n`);
    expect(await refused({ file: folder })).toBe(`error: ${folder}: it cannot be read\n`);
    expect(await refused({ trustFile: text })).toBe(`error: ${text}: it is not a trust file (ledger-trust/1)\n`);
    expect(await refused({ sinceFile: file })).toBe(`error: ${file}: there is no such file\n`);
  });
});
