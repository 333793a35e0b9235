import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { zipBytes } from '#libs/integrity';
import { letterSentFrom, readLetter } from '#libs/letters';
import { checkedByHand, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

import { type Files, flipped, repacked, unpacked } from '../e2e/altered-bundle.js';
import { ledgerCommand } from '../e2e/ledger-command.js';

const folder = mkdtempSync(join(tmpdir(), 'readme-by-hand-'));
const bundle = join(folder, 'bundle.zip');
const notReliable = 'BAD: do not rely on this bundle.';

/** One character of a file, at a place that is looked for. */
function changed(files: Files, name: string, place: RegExp, at = 0): void {
  const text = files.get(name) ?? '';
  const found = (place.exec(text)?.index ?? text.length) + at;
  const other = text[found] === 'A' ? 'B' : 'A';
  expect(found).toBeLessThan(text.length);
  files.set(name, text.slice(0, found) + other + text.slice(found + 1));
}

describe(`a bundle that was exported with ${seedLetter().which} in it, checked by hand as its README.txt says`, () => {
  let trust: string;
  beforeAll(async () => {
    const ledger = await LedgerProcess.start(temporaryHome());
    try {
      const clerk = await ledger.as('clerk', 'mandate_clerk');
      const letter = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'public_reports', documents: [] });
      expect((await clerk.put('/v1/communications/KHM/1/2025', letter)).status).toBe(201);
      trust = (await clerk.get('/trust')).text;
      const exported = await ledgerCommand(['export', 'KHM', '--out', bundle], { LEDGER_URL: ledger.url });
      expect(exported.status).toBe(0);
    } finally {
      await ledger.stop();
    }
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What is said of the bundle after an alteration that its own contents list was made to fit. */
  const saidOf = async (alter: (files: Files) => void): Promise<string> =>
    (await checkedByHand(await repacked(bundle, alter), trust)).join('\n');

  it('is good', async () => {
    const said = await checkedByHand(readFileSync(bundle), trust);
    expect(said.join('\n')).not.toContain('BAD');
    expect(said).toContain('4. the list of KHM: good');
    expect(said.filter((line) => line.startsWith('The file of KHM is complete as at '))).toHaveLength(1);
  });

  it('is BAD when a statement was edited', async () => {
    const said = await saidOf(flipped);
    expect(said).toMatch(/statement \d+: BAD signature/);
    expect(said).toMatch(/statement \d+: BAD proof/);
    expect(said).toContain(notReliable);
  });

  it('is BAD when a signature was edited', async () => {
    const said = await saidOf((files) => {
      const signature = /"position":1,"jwt":"[^.]+\.[^.]+\./.exec(files.get('statements.jsonl') ?? '')?.[0] ?? '';
      changed(files, 'statements.jsonl', /"position":1,/, signature.length + 5);
    });
    expect(said).toMatch(/statement \d+: BAD signature/);
    expect(said).toContain(notReliable);
  });

  it('is BAD when a proof was edited', async () => {
    const said = await saidOf((files) => changed(files, 'proofs/0.tlog-proof', /\nindex 0\n/, 12));
    expect(said).toContain('statement 0: BAD proof');
    expect(said).not.toContain('BAD signature');
    expect(said).toContain(notReliable);
  });

  it('is BAD when the list of heads was edited, or a stream left out of it with all its statements', async () => {
    const edited = await saidOf((files) => files.set('heads/KHM.txt', ''));
    expect(edited).toContain('4. the list of KHM: BAD');
    const dropped = await saidOf((files) => {
      const lines = (files.get('statements.jsonl') ?? '').split('\n');
      const kept = lines.filter((line) => !payloadOf(line).includes('"sub":"communication-KHM-1-2025"'));
      expect(kept.length).toBeLessThan(lines.length);
      files.set('statements.jsonl', kept.join('\n'));
    });
    expect(dropped).toContain('entry 0 of communication-KHM-1-2025: BAD, it is missing');
    expect([edited, dropped].every((said) => said.includes(notReliable))).toBe(true);
  });

  it('is BAD when the checkpoint was edited, and when a file arrived damaged', async () => {
    const said = await saidOf((files) => changed(files, 'checkpoint', /\n[A-Za-z0-9+/]{43}=\n/, 3));
    expect(said).toMatch(/2\. checkpoint of \d+ statements: BAD/);
    expect(said).toContain(notReliable);
    const files = await unpacked(readFileSync(bundle));
    files.set('slots.json', '{}');
    const damaged = await zipBytes([...files].map(([name, text]) => ({ name, bytes: Buffer.from(text, 'latin1') })));
    expect(await checkedByHand(damaged, trust)).toContain('1. files: BAD');
  });
});

function payloadOf(line: string): string {
  const payload = /"jwt":"[^.]+\.([^.]+)\./.exec(line)?.[1] ?? '';
  return Buffer.from(payload, 'base64url').toString();
}
