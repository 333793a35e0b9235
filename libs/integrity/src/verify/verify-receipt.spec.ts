import { beforeAll, describe, expect, it } from '@jest/globals';
import { SmallLedger } from '#libs/testing';
import { utf8 } from '../bytes.js';
import { formatReceipt, parseReceipt } from '../receipt.js';
import { formatTlogProof } from '../tlog-proof.js';
import { verifyReceipt } from './verify-receipt.js';

describe('a receipt', () => {
  let ledger: SmallLedger;
  beforeAll(async () => {
    ledger = await SmallLedger.founded();
    for (let n = 0; n < 9; n++) await ledger.record({ stream: `handling-KHM-${n + 1}-2025`, type: 'CaseAssigned' });
  });

  const jwtOf = (position: number): string => ledger.entries[position]?.jwt ?? '';
  const proofOf = async (position: number, checkpoint?: string): Promise<string> =>
    formatTlogProof({
      index: position,
      hashes: ledger.tree.inclusionProof(position),
      checkpoint: checkpoint ?? (await ledger.checkpoint()),
    });
  const checked = (text: string, jwt?: string) =>
    verifyReceipt(utf8(text), { trust: ledger.trust, ...(jwt !== undefined && { jwt }) });
  const codes = async (text: string, jwt?: string): Promise<string[]> =>
    (await checked(text, jwt)).findings.map(({ code }) => code);

  it('is one file: the proof, with the statement in its extra line', async () => {
    const text = formatReceipt(await proofOf(7), jwtOf(7));
    expect(text).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra [A-Za-z0-9+/]+=*\nindex 7\n/);
    expect(parseReceipt(text)).toMatchObject({ jwt: jwtOf(7), proof: { index: 7 } });
    const result = await checked(text);
    expect(result).toMatchObject({
      ok: true,
      trust: 'pinned',
      receipt: { position: 7, type: 'CaseAssigned', size: 12 },
    });
    expect(result.checks.map(({ check, ok }) => `${check} ${ok}`)).toEqual([
      'files true',
      'signatures true',
      'inclusion true',
      'consistency null',
      'streams null',
      'views null',
    ]);
  });

  it('may also be the proof with the statement beside it', async () => {
    expect(await codes(await proofOf(7), jwtOf(7))).toEqual([]);
    expect(await codes(await proofOf(7))).toEqual(['FILE_MISSING']);
  });

  it('of a statement signed by a later key says that it does not show when that key was added', async () => {
    const later = ledger.newKey();
    await ledger.addKey(later, 'issuer');
    await ledger.record({ stream: 'handling-KHM-77-2025', type: 'CaseAssigned', signer: later });
    const result = await checked(formatReceipt(await proofOf(13), jwtOf(13)));
    expect(result.findings).toEqual([]);
    expect(result.checks.find(({ check }) => check === 'signatures')).toMatchObject({ ok: null });
  });

  it('that was altered anywhere is not to be relied upon', async () => {
    const proof = await proofOf(7);
    const whole = formatReceipt(proof, jwtOf(7));
    const edited = jwtOf(7).replace(
      /\.[^.]+\./,
      (payload) =>
        `.${Buffer.from(Buffer.from(payload.slice(1, -1), 'base64url').toString().replace('2025-03-10', '2025-03-09')).toString('base64url')}.`,
    );
    expect(await codes(formatReceipt(proof, edited))).toEqual(['BAD_SIGNATURE', 'INCLUSION']);
    expect(await codes(formatReceipt(proof, jwtOf(8)))).toEqual(['INCLUSION']);
    expect(await codes(whole.replace('index 7', 'index 6'))).toEqual(['INCLUSION']);
    expect(await codes(whole.replace('index 7', 'index 07'))).toEqual(['PROOF_FORM']);
    expect(await codes(whole.replace('extra ', 'extra  '))).toEqual(['PROOF_FORM']);
    expect(await codes(formatReceipt(await proofOf(7, 'nothing'), jwtOf(7)))).toEqual(['CHECKPOINT_FORM']);
    const lines = (await ledger.checkpoint()).split('\n');
    const unwitnessed = formatReceipt(await proofOf(7, `${lines.slice(0, 5).join('\n')}\n`), jwtOf(7));
    expect(await codes(unwitnessed)).toEqual(['WITNESS_QUORUM']);
    const anotherRoot = await ledger.checkpoint(ledger.size, { root: ledger.tree.root(9) });
    expect(await codes(formatReceipt(await proofOf(7, anotherRoot), jwtOf(7)))).toEqual(['INCLUSION']);
    const other = await SmallLedger.founded(['KHM'], 'another ledger');
    const strange = await verifyReceipt(utf8(whole), { trust: other.trust });
    expect(strange.findings.map(({ code }) => code).sort()).toEqual([
      'CHECKPOINT_UNKNOWN_LOG',
      'ORIGIN',
      'ORIGIN',
      'WITNESS_QUORUM',
    ]);
    const said = strange.findings.map(({ detail }) => detail).join('\n');
    expect(strange.checks.find(({ check }) => check === 'signatures')).toMatchObject({
      ok: null,
      detail: 'not checked: only the keys of the trusted ledger are known',
    });
    expect(said).toContain(`are of different ledgers: ${ledger.trust.origin} and ${other.trust.origin}`);
    expect(said).not.toMatch(/trust file .*needed/u);
  });
});
