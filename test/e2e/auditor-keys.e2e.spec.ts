import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Signer } from '#libs/integrity';
import { SmallLedger } from '#libs/testing';

import { audit, codesIn } from './audit-command.js';
import { ServedLedger } from './served-ledger.js';

const letter = { stream: 'communication-KHM-1-2025', codes: ['KHM'] };

describe('an auditor of a log that changes its key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'auditor-keys-spec-'));
  const path = (name: string): string => join(folder, name);
  const served = new ServedLedger();
  let ledger: SmallLedger;
  let second: Signer;

  beforeAll(async () => {
    ledger = await SmallLedger.founded();
    second = ledger.newKey();
    await ledger.record({ ...letter, type: 'LetterSent' });
    await served.open();
    writeFileSync(path('old.json'), ledger.trustText);
    writeFileSync(path('new.json'), ledger.trustTextNaming(second));
  });
  afterAll(() => {
    served.close();
    rmSync(folder, { recursive: true });
  });

  /** Shows the ledger as it is now to a mirror. */
  async function mirrored(name: string, ...args: string[]) {
    await served.show(ledger);
    return audit('mirror', served.url, path(name), ...args);
  }
  const sound = { status: 0, json: { ok: true, findings: [] } };

  it('goes on with a mirror of before the change, or of the overlap, under the new trust file', async () => {
    writeFileSync(path('before.checkpoint'), await ledger.checkpoint());
    expect(await mirrored('before', '--trust', path('old.json'))).toMatchObject(sound);
    await ledger.addKey(second, 'log');
    ledger.signers = [ledger.log, second];
    expect(await mirrored('overlap', '--trust', path('new.json'))).toMatchObject(sound);
    expect(await mirrored('before')).toMatchObject(sound);

    const data = { kid: ledger.log.kid };
    await ledger.record({ stream: 'ledger-keys', type: 'KeyRetired', role: 'operator', data });
    ledger.signers = [second];
    const without = await mirrored('before');
    expect([without.status, codesIn(without)]).toEqual([1, ['CHECKPOINT_UNKNOWN_LOG']]);
    expect(await mirrored('before', '--trust', path('new.json'))).toMatchObject(sound);
    expect(await mirrored('overlap')).toMatchObject(sound);
    await ledger.record({ ...letter, type: 'ReminderSent' });
    for (const name of ['before', 'overlap']) {
      expect(await mirrored(name)).toMatchObject(sound);
      expect(await audit('replay', path(name))).toMatchObject(sound);
    }
  });

  it('compares what was signed before with what is signed now, by the keys that a mirror tells of', async () => {
    writeFileSync(path('now.checkpoint'), await ledger.checkpoint());
    const files = [path('before.checkpoint'), path('now.checkpoint')];
    const compared = await audit('compare', ...files, '--mirror', path('before'));
    expect(compared).toMatchObject({ ...sound, json: { ok: true, findings: [], notCompared: [] } });
    const alone = await audit('compare', ...files, '--trust', path('new.json'));
    expect([alone.status, codesIn(alone)]).toEqual([1, ['CHECKPOINT_UNKNOWN_LOG']]);
    expect(alone.json.findings[0]?.detail).toMatch(
      /after a change of that key a trust file of the same time is needed/,
    );
  });

  it('finds what the old key has signed since its end', async () => {
    ledger.signers = [ledger.log];
    writeFileSync(path('late.checkpoint'), await ledger.checkpoint());
    const files = [path('before.checkpoint'), path('late.checkpoint')];
    const compared = await audit('compare', ...files, '--mirror', path('before'), '--trust', path('old.json'));
    expect([compared.status, codesIn(compared)]).toEqual([1, ['CHECKPOINT_KEY_ENDED']]);
    const late = await mirrored('late', '--trust', path('old.json'));
    expect([late.status, codesIn(late)]).toEqual([1, ['CHECKPOINT_KEY_ENDED']]);
    ledger.signers = [second];
  });

  it('stays with the trust it has while the ledger does not show that it continues the mirror', async () => {
    const other = await SmallLedger.founded(['KHM'], 'another');
    await served.show(other);
    const refused = await audit('mirror', served.url, path('before'), '--trust', path('old.json'));
    expect(refused.status).toBe(1);
    expect(await audit('replay', path('before'))).toMatchObject(sound);
  });
});

describe('a mirror that was begun without a trust file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'auditor-first-use-spec-'));
  const path = (name: string): string => join(folder, name);
  const served = new ServedLedger();
  let ledger: SmallLedger;
  beforeAll(async () => {
    ledger = await SmallLedger.founded();
    await served.open();
    await served.show(ledger);
    writeFileSync(path('trust.json'), ledger.trustText);
  });
  afterAll(() => {
    served.close();
    rmSync(folder, { recursive: true });
  });

  it('is not begun with the trust file of another ledger, which stays until the right one is given', async () => {
    const other = await SmallLedger.founded(['KHM'], 'another');
    writeFileSync(path('other.json'), other.trustText);
    const refused = await audit('mirror', served.url, path('begun'), '--trust', path('other.json'));
    expect([refused.status, codesIn(refused)]).toEqual([1, ['ORIGIN', 'CHECKPOINT_UNKNOWN_LOG', 'WITNESS_QUORUM']]);
    const untold = await audit('mirror', served.url, path('begun'));
    expect([untold.status, untold.json.trust, codesIn(untold)]).toEqual([1, 'pinned', codesIn(refused)]);
    const begun = await audit('mirror', served.url, path('begun'), '--trust', path('trust.json'));
    expect(begun).toMatchObject({ status: 0, json: { ok: true, trust: 'pinned', findings: [] } });
    const late = await audit('mirror', served.url, path('begun'), '--trust', path('other.json'));
    expect(late.status).toBe(2);
    expect(late.err).toContain('the folder mirrors another ledger than the one that is trusted');
  });

  it('says each time that it trusts on first use, until one is given', async () => {
    for (let n = 0; n < 2; n++)
      expect(await audit('mirror', served.url, path('mirror'))).toMatchObject({ json: { trust: 'first-use' } });
    expect(await audit('replay', path('mirror'))).toMatchObject({ status: 0, json: { trust: 'first-use' } });
    const given = await audit('mirror', served.url, path('mirror'), '--trust', path('trust.json'));
    expect(given.json.trust).toBe('pinned');
    expect((await audit('mirror', served.url, path('mirror'))).json.trust).toBe('pinned');
    expect((await audit('replay', path('mirror'))).json.trust).toBe('pinned');
  });

  it('is said to be sound in a last sentence, with how far it reaches', () => {
    const { size, trust } = ledger;
    const known = `Nothing was found. These are the ${size} statements of ${trust.origin} up to its checkpoint of ${size}: each is as it was signed, and none is missing or moved.\n`;
    const replayed = execFileSync(process.execPath, ['dist/apps/auditor/src/main.js', 'replay', path('mirror')]);
    expect(
      String(replayed)
        .split(/(?<=\n)/u)
        .at(-1),
    ).toBe(known);
  });
});
