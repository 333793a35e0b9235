import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { verifyFile } from '#apps/auditor';
import { foundingCodes, policyFiles } from '#libs/domain';
import { keyProof, operatorProofInput } from '#libs/integrity';
import { KeyFileSigner, SystemEntropy } from '#libs/keyring';
import { type Answer, bundleFrom, Caller, LedgerProcess, payloadExamples, temporaryHome } from '#libs/testing';

import { allegationBody } from './allegation-body.js';
import { recordedIn, staffOf } from './answers.js';
import { ledgerCommand } from './ledger-command.js';

interface Keys {
  readonly keys: readonly { readonly kid: string; readonly purpose: string; readonly state: string }[];
}

describe('the keys of a ledger', () => {
  const home = temporaryHome();
  const work = join(home, '..');
  let ledger: LedgerProcess;

  const keys = (...args: string[]) => ledgerCommand(['keys', ...args], { LEDGER_URL: ledger.url, LEDGER_HOME: home });
  const listed = async () => (JSON.parse((await keys('--json')).out) as Keys).keys;
  const proven = async (file: string, ...args: string[]) => {
    const { out } = await keys('prove', join(work, file), ...args);
    writeFileSync(join(work, `${file}.json`), out);
    return (JSON.parse(out) as { kid: string }).kid;
  };
  beforeAll(async () => (ledger = await LedgerProcess.start(home, '2025-06-20T09:00:00Z')));
  afterAll(() => ledger.stop());

  it('are shown to everyone', async () =>
    expect((await listed()).map(({ purpose, state }) => `${purpose} ${state}`)).toEqual([
      'issuer current',
      'log current',
    ]));

  it('are added by whoever holds an issuer key, on the proof of their own holder', async () => {
    await proven('labour.jwk', '--purpose', 'agency', '--agency', 'labour', '--source', 'https://labour.example.org');
    const added = await keys('add', join(work, 'labour.jwk.json'));
    expect([added.status, added.out]).toEqual([0, expect.stringContaining('KeyAdded')]);
    expect((await keys('add', join(work, 'labour.jwk.json'))).out).toBe(added.out);
    expect((await listed()).map(({ purpose }) => purpose)).toEqual(['issuer', 'log', 'intake', 'agency']);
  });

  it('are added by nobody else: no token makes an operator, and no other key', async () => {
    const kid = await proven('stranger.jwk', '--purpose', 'issuer');
    const body = { ...payloadExamples.KeyAdded, on: '2025-06-20' };
    for (const caller of [new Caller(ledger.url), await staffOf(ledger, 'desk.one')])
      expect(await caller.post('/v1/keys', body)).toMatchObject({ json: { code: 'UNAUTHENTICATED' } });
    const refused = await keys('add', join(work, 'stranger.jwk.json'), '--issuer', join(work, 'stranger.jwk'));
    expect([refused.status, refused.err]).toEqual([1, expect.stringContaining('UNAUTHENTICATED')]);
    expect((await listed()).map((key) => key.kid)).not.toContain(kid);
  });

  it('are not added on the proof of another purpose', async () => {
    const record = join(work, 'wrong.jwk.json');
    await proven('wrong.jwk', '--purpose', 'log');
    const { out } = await keys('prove', join(work, 'wrong.jwk'), '--purpose', 'log');
    writeFileSync(record, JSON.stringify({ ...(JSON.parse(out) as object), purpose: 'issuer' }));
    const refused = await keys('add', record);
    expect([refused.status, refused.err]).toEqual([1, expect.stringContaining('KEY_UNPROVEN')]);
  });

  it('as are codes and policies: those of this software, and codes that only grow in number', async () => {
    const adopted = await ledgerCommand(['adopt', '--json'], { LEDGER_URL: ledger.url, LEDGER_HOME: home });
    const { inForce } = JSON.parse(adopted.out) as { inForce: { type: string; position: number }[] };
    expect(inForce.map(({ type }) => type)).toEqual(policyFiles().map(() => 'PolicyAdopted'));
    const size = Math.max(...inForce.map(({ position }) => position));
    const again = await ledgerCommand(['adopt', '--json'], { LEDGER_URL: ledger.url, LEDGER_HOME: home });
    expect(again.out).toBe(adopted.out);

    const unknown = { on: '2025-06-20', file: 'windows-of-nobody.json', digest: 'ab'.repeat(32) };
    expect(await operate('/v1/policies', unknown)).toMatchObject({ json: { code: 'POLICY_UNKNOWN' } });
    const codes = [...foundingCodes, 'XAA'].sort();
    const grown = await operate('/v1/codes', { on: '2025-06-20', codes });
    expect(grown).toMatchObject({ status: 201, json: { events: [{ type: 'CodesAdopted' }] } });
    expect(recordedIn(grown)[0]?.position).toBeGreaterThan(size);
    expect(await operate('/v1/codes', { on: '2025-06-20', codes: foundingCodes })).toMatchObject({
      json: { code: 'CODES_DROPPED' },
    });
  });

  /** An operator's write, proven by the issuer key in the ledger's folder. */
  async function operate(path: string, body: object): Promise<Answer> {
    const signer = await KeyFileSigner.open(join(home, 'keys', 'issuer.jwk'), new SystemEntropy());
    const caller = new Caller(ledger.url);
    const { origin } = JSON.parse((await caller.get('/trust')).text) as { origin: string };
    const bytes = Buffer.from(JSON.stringify(body));
    const input = operatorProofInput(signer.kid, { origin, method: 'POST', path, body: bytes });
    const proof = keyProof(input, await signer.sign(input));
    return caller.write('POST', path, { body: bytes.toString(), key: 'op', headers: { 'ledger-operator': proof } });
  }

  it('a key that signs is not ended; once another signs it is, and everything still verifies', async () => {
    const [genesis = ''] = (await listed()).map(({ kid }) => kid);
    const inUse = await keys('retire', genesis);
    expect([inUse.status, inUse.err]).toEqual([1, expect.stringContaining('KEY_IN_USE')]);

    await proven('next.jwk', '--purpose', 'issuer');
    expect((await keys('add', join(work, 'next.jwk.json'))).status).toBe(0);
    await ledger.stop();
    copyFileSync(join(home, 'keys', 'issuer.jwk'), join(work, 'genesis.jwk'));
    copyFileSync(join(work, 'next.jwk'), join(home, 'keys', 'issuer.jwk'));
    ledger = await LedgerProcess.start(home, '2025-06-21T09:00:00Z');
    expect((await keys('revoke', genesis, '--last-trusted-size', '9999')).err).toContain('POSITION_UNKNOWN');
    expect((await keys('retire', genesis)).status).toBe(0);
    expect((await listed()).map(({ purpose, state }) => `${purpose} ${state}`)).toEqual([
      'issuer retired',
      'log current',
      'intake current',
      'agency current',
      'issuer current',
    ]);
    const staff = await staffOf(ledger, 'desk.one');
    expect((await staff.post('/v1/allegations', allegationBody())).status).toBe(201);
    writeFileSync(join(work, 'KHM.zip'), await bundleFrom(staff, 'public'));
    writeFileSync(join(work, 'trust.json'), (await staff.get('/trust')).text);
    const result = await verifyFile({ file: join(work, 'KHM.zip'), trustFile: join(work, 'trust.json') });
    expect(result).toMatchObject({ ok: true, findings: [] });
  });

  it('a registry does not start with a key that may not sign', async () => {
    await ledger.stop();
    copyFileSync(join(home, 'keys', 'issuer.jwk'), join(work, 'next.jwk'));
    copyFileSync(join(work, 'genesis.jwk'), join(home, 'keys', 'issuer.jwk'));
    await expect(LedgerProcess.start(home, '2025-06-22T09:00:00Z')).rejects.toThrow(/KEY_NOT_CURRENT/);
    copyFileSync(join(work, 'next.jwk'), join(home, 'keys', 'issuer.jwk'));
    ledger = await LedgerProcess.start(home, '2025-06-22T10:00:00Z');
  });
});
