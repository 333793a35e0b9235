import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { verifyFile } from '#apps/auditor';
import { roles } from '#libs/ledger';
import { letterSentFrom, readLetter } from '#libs/letters';
import { type Answer, Caller, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

import { allegationBody, canary } from './allegation-body.js';
import { flipped, repacked, unpacked } from './altered-bundle.js';
import { checkpointAfter, idOf, sizeOf, staffOf, windowsEnded } from './answers.js';
import { audit, codesIn } from './audit-command.js';

const on = '2025-06-20';
const order = { audience: 'auditor' } as const;
const all = { on, purpose: 'the audit of the year', export: { audience: 'auditor', code: null } };
const refusedWith = (status: number, code: string) => ({ status, json: { code } });
/** What is sealed: who came forward, who is named, what was told, and names and texts of documents. */
const sealedTexts = [canary, 'Invented Person', 'Invented Group', 'saw how a worker', 'petition.txt', 'as it was sent'];

const folder = mkdtempSync(join(tmpdir(), 'auditor-bundle-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

describe('an auditor’s bundle', () => {
  let ledger: LedgerProcess;
  let [auditor, colleague, focal]: Caller[] = [];
  const by = (caller: Caller | undefined): Caller => caller as Caller;

  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome(), '2025-06-20T09:00:00Z');
    const [staff, second] = [await staffOf(ledger, 'desk.one'), await staffOf(ledger, 'desk.two')];
    auditor = await ledger.as('auditor.one', 'auditor');
    colleague = await ledger.as('auditor.two', 'auditor');
    focal = await ledger.as('focal.one', 'protection_focal_point');
    const petition = await staff.document(`${canary} writes`, 'petition.txt');
    const received = await staff.post('/v1/allegations', { ...allegationBody(), documents: [petition] });
    const original = await staff.document('as it was sent', 'sent.txt');
    const letter = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'allegations', documents: [] });
    const put = await staff.put('/v1/communications/KHM/1/2025', { ...letter, documents: [original] });
    const sent = idOf(put, 'LetterSent');
    const link = { on, reference: 'KHM 1/2025' };
    await staff.post(`/v1/allegations/${idOf(received, 'AllegationReceived')}/links`, link);
    await staff.put('/v1/communications/KHM/2/2025', letter);
    const path = '/v1/communications/KHM/1/2025';
    const redacted = await staff.document('Redacted for everyone.', 'redacted.txt');
    const proposed = await staff.post(`${path}/redactions`, { on, letter: sent, documents: [redacted] });
    await second.post(`${path}/redactions/approvals`, { on, proposal: idOf(proposed, 'RedactionProposed') });
    const summary = { language: 'en', text: 'Alleged trafficking into scam centres.' };
    const released = [{ event: sent, digests: sealedOfDocument(put).slice(0, 1) }];
    expect((await second.post(`${path}/publication`, { on, summary, released })).status).toBe(201);
    await windowsEnded(staff, 'KHM', 4);
    writeFileSync(at('trust.json'), (await staff.get('/trust')).text);
  }, 120_000);
  afterAll(() => ledger.stop());

  const approval = async (caller: Caller): Promise<{ readonly request: string; readonly answer: Answer }> => {
    const request = idOf(await caller.post('/v1/access-requests', all), 'AccessRequested');
    const answer = await by(focal).post('/v1/access-requests/approvals', { on, request });
    expect(answer.status).toBe(201);
    return { request, answer };
  };
  const approved = async (caller: Caller): Promise<string> => (await approval(caller)).request;
  const fetched = async (caller: Caller, { json }: Answer): Promise<Uint8Array> => {
    const { id } = json as { id: string };
    for (let n = 0; n < 600; n++) {
      const answer = await caller.get(`/v1/bundles/${id}`);
      if (answer.json === undefined) return answer.bytes;
      expect(answer.json).not.toMatchObject({ state: 'failed' });
      await pause(100);
    }
    throw new Error('no bundle was made in a minute');
  };

  it('is ordered over HTTP by an auditor whose request a second person approved, and nothing is found in it', async () => {
    const request = await approved(by(auditor));
    const older = (await by(auditor).get('/checkpoint')).text;
    const since = sizeOf(older);
    writeFileSync(at('older.checkpoint'), older);
    const begun = await by(auditor).post('/v1/bundles', { ...order, since, request }, 'audit:2025');
    expect(begun.status).toBe(202);
    writeFileSync(at('all.zip'), await fetched(by(auditor), begun));
    const verified = await audit('verify', at('all.zip'), '--trust', at('trust.json'));
    expect([verified.status, codesIn(verified)]).toEqual([0, []]);
    expect(verified.json['completeAsAt']).toMatch(/^2025-06-20T/);
    const files = { file: at('all.zip'), trustFile: at('trust.json'), sinceFile: at('older.checkpoint') };
    expect((await verifyFile(files)).checks).toContainEqual(
      expect.objectContaining({ check: 'consistency', ok: true }),
    );
    // And another asks in vain for the file, and the same order again is the same file, not another
    expect(await by(colleague).get(`/v1/bundles/${(begun.json as { id: string }).id}`)).toMatchObject(
      refusedWith(404, 'JOB_UNKNOWN'),
    );
    const again = await by(auditor).post('/v1/bundles', { ...order, since, request }, 'audit:2025');
    expect(again.json).toMatchObject({ id: (begun.json as { id: string }).id, state: 'done' });
  });

  it('holds every statement, what was published, all heads, and the digest of every ciphertext', async () => {
    const files = await unpacked(readFileSync(at('all.zip')));
    const positions = payloads(files).map(({ position }) => position);
    expect(positions).toEqual(positions.map((_, n) => n));
    const records = payloads(files).filter(({ claims }) => claims.typ === 'RecordsExported');
    expect(records.map(({ claims }) => claims)).toEqual([
      expect.objectContaining({ by: expect.objectContaining({ role: 'auditor' }), data: exported }),
    ]);
    expect([...files.values()]).toContain('Redacted for everyone.');
    const heads = [...files.keys()].filter((name) => name.startsWith('heads/'));
    const codes = payloads(files)[0]?.claims.data['codes'] as string[];
    expect(heads.sort()).toEqual(codes.map((code) => `heads/${code}.txt`).sort());
    expect(files.get('heads/KHM.txt')).toMatch(/^communication-KHM-2-2025 \d+$/m);
    expect([...files.keys()].filter((name) => /^(proofs|views)\//.test(name))).toEqual(['views/tally.1.json']);
    expect([...files.keys()]).toContain('tile/0/000.p/' + positions.length);
    const sealed = payloads(files).filter(({ claims }) => claims.ct !== undefined);
    expect(files.get('ciphertexts.jsonl')?.trimEnd().split('\n').length).toBe(sealed.length);
    expect(sealed.length).toBeGreaterThan(2);
  });
  it('counts what it holds, of each type and for each addressee, and betrays whoever alters a count', async () => {
    const files = await unpacked(readFileSync(at('all.zip')));
    const of = (code: string, type: string): number =>
      payloads(files).filter(({ claims }) => claims.codes?.includes(code) === true && claims.typ === type).length;
    const tally = JSON.parse(files.get('views/tally.1.json') ?? '{}') as {
      readonly statements: number;
      readonly addressees: Readonly<Record<string, Readonly<Record<string, number>>>>;
    };
    expect(tally.statements).toBe(payloads(files).length);
    expect(Object.keys(tally.addressees)).toEqual(['KHM']);
    expect([of('KHM', 'LetterSent'), of('KHM', 'LetterPublished')]).toEqual([2, 1]);
    for (const [type, count] of Object.entries(tally.addressees['KHM'] ?? {}))
      expect([type, count]).toEqual([type, of('KHM', type)]);
    const sound = await audit('verify', at('all.zip'), '--trust', at('trust.json'));
    expect(sound.json['checks']).toContainEqual({
      check: 'views',
      ok: true,
      detail: '1 view recomputed from the statements, byte for byte',
    });
    const altered = await repacked(at('all.zip'), (all) =>
      all.set('views/tally.1.json', (all.get('views/tally.1.json') ?? '').replace('"LetterSent":2', '"LetterSent":1')),
    );
    writeFileSync(at('altered.zip'), altered);
    expect(codesIn(await audit('verify', at('altered.zip'), '--trust', at('trust.json')))).toEqual(['VIEW_DIFFERS']);
  });
  const exported = expect.objectContaining({ export: { audience: 'auditor', code: null } });

  it('reveals nothing that is sealed: no source, no person, no text, no document, no name of one', async () => {
    const files = await unpacked(readFileSync(at('all.zip')));
    const inClear = [...files.values(), ...payloads(files).map(({ text }) => text), ...disclosed(files)].join('\n');
    // What the scan would find, were it there: the one document that is everybody's
    expect(inClear).toContain('Redacted for everyone.');
    expect(inClear).toContain('secure form');
    for (const text of sealedTexts) {
      expect(inClear).not.toContain(text);
      expect(inClear).not.toContain(Buffer.from(text).toString('base64url').slice(0, -2));
    }
    // Released fields, and heads: of nothing else is a disclosure there
    const open = new Set(payloads(files).flatMap(({ claims }) => releasedBy(claims)));
    const ofHeads = payloads(files).filter(({ claims }) => claims.typ === 'HeadsRecorded');
    const places = (files.get('disclosures.jsonl') ?? '').trimEnd().split('\n');
    const others = places.filter(
      (line) => !ofHeads.some(({ position }) => line.startsWith(`{"position":${position},`)),
    );
    expect([open.size, others.length]).toEqual([1, 1]);
  });

  it('betrays whoever changes a byte of it', async () => {
    const bytes = Buffer.from(readFileSync(at('all.zip')));
    const flip = Math.floor(bytes.length / 3);
    bytes[flip] = (bytes[flip] ?? 0) ^ 1;
    writeFileSync(at('bit.zip'), bytes);
    const broken = await audit('verify', at('bit.zip'), '--trust', at('trust.json'));
    expect(broken.status).toBe(1);
    expect(codesIn(broken).length).toBeGreaterThan(0);
    writeFileSync(at('edited.zip'), await repacked(at('all.zip'), flipped));
    const edited = await verifyFile({ file: at('edited.zip'), trustFile: at('trust.json') });
    expect(edited.findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['BAD_SIGNATURE', 'INCLUSION']));
  });

  it('is refused to whoever is not an auditor, request or not', async () => {
    const request = await approved(by(auditor));
    for (const role of roles.filter((one) => one !== 'auditor')) {
      const other = await ledger.as(`some.${role.replaceAll('_', '.')}`, role);
      for (const body of [order, { ...order, request }])
        expect(await other.post('/v1/bundles', body)).toMatchObject(refusedWith(403, 'FORBIDDEN'));
      expect(await other.post('/v1/access-requests', all)).toMatchObject(refusedWith(403, 'FORBIDDEN'));
    }
    expect(await new Caller(ledger.url).post('/v1/bundles', order)).toMatchObject(refusedWith(401, 'UNAUTHENTICATED'));
  });

  it('rests on an approved request of the auditor’s own, which is used once', async () => {
    const ordered = (caller: Caller, request?: string) =>
      caller.post('/v1/bundles', { ...order, ...(request !== undefined && { request }) });
    const refused = refusedWith(409, 'ACCESS_NOT_APPROVED');
    const asked = idOf(await by(auditor).post('/v1/access-requests', all), 'AccessRequested');
    expect(await ordered(by(auditor))).toMatchObject(refused);
    expect(await ordered(by(auditor), asked)).toMatchObject(refused);
    const approval = { on, request: asked };
    expect(await by(colleague).post('/v1/access-requests/approvals', approval)).toMatchObject(
      refusedWith(403, 'FORBIDDEN'),
    );
    await by(focal).post('/v1/access-requests/approvals', approval);
    expect(await ordered(by(colleague), asked)).toMatchObject(refused);
    const begun = await ordered(by(auditor), asked);
    expect(begun.status).toBe(202);
    await fetched(by(auditor), begun);
    expect(await ordered(by(auditor), asked)).toMatchObject(refused);
  });

  it('is refused when it is to continue more than there is: nothing is recorded, and the approval is not used up', async () => {
    const { request, answer } = await approval(by(auditor));
    const before = sizeOf(await checkpointAfter(by(auditor), answer));
    const ahead = { ...order, request, since: 1_000_000 };
    const refused = { status: 422, json: { code: 'POSITION_UNKNOWN', errors: [{ path: 'since' }] } };
    expect(await by(auditor).post('/v1/bundles', ahead)).toMatchObject(refused);
    const own = { code: 'KHM', audience: 'addressee', since: 1_000_000 };
    expect(await (await staffOf(ledger, 'desk.one')).post('/v1/bundles', own)).toMatchObject(refused);
    // The checkpoint is a moment behind, so only the next event shows that nothing came before it.
    const asked = await by(auditor).post('/v1/access-requests', all);
    expect(sizeOf(await checkpointAfter(by(auditor), asked))).toBe(before + 1);

    const begun = await by(auditor).post('/v1/bundles', { ...order, request, since: before });
    expect(begun.status).toBe(202);
    await fetched(by(auditor), begun);
  });

  it('opens an auditor no other door: neither an opening nor an addressee’s file', async () => {
    const opening = { event: '00000000-0000-8000-8000-000000000001', paths: ['source'] };
    for (const what of [{ opening }, { export: { audience: 'addressee', code: 'KHM' } }]) {
      const asked = await by(auditor).post('/v1/access-requests', { on, purpose: 'to see', ...what });
      expect(asked).toMatchObject(refusedWith(403, 'FORBIDDEN'));
    }
    const own = { code: 'KHM', audience: 'addressee' };
    expect(await by(auditor).post('/v1/bundles', own)).toMatchObject(refusedWith(403, 'FORBIDDEN'));
  });

  it('is refused with the member that is wrong when the order does not fit its readers', async () => {
    const wrong = (path: string) => ({ status: 422, json: { code: 'BODY_INVALID', errors: [{ path }] } });
    expect(await by(auditor).post('/v1/bundles', { ...order, code: 'KHM' })).toMatchObject(wrong('code'));
    expect(await by(auditor).post('/v1/bundles', { audience: 'public' })).toMatchObject(wrong('code'));
    const request = '00000000-0000-8000-8000-000000000001';
    const own = { audience: 'public', code: 'KHM', request };
    expect(await by(auditor).post('/v1/bundles', own)).toMatchObject(wrong('request'));
  });
});

/** Digests of what a letter seals of its document: what the text is, and what it is called. */
function sealedOfDocument({ json }: Answer): readonly string[] {
  const [{ statement = '' } = {}] = (json as { events: { statement: string }[] }).events;
  const { data } = JSON.parse(Buffer.from(statement.split('.')[1] ?? '', 'base64url').toString()) as Claims;
  return (data['documents'] as { _sd: string[] }[])[0]?._sd ?? [];
}

interface Claims {
  readonly typ: string;
  readonly codes?: readonly string[];
  readonly ct?: string;
  readonly data: Readonly<Record<string, unknown>>;
}
interface Stated {
  readonly position: number;
  readonly text: string;
  readonly claims: Claims;
}

const linesOf = (files: ReadonlyMap<string, string>, name: string): string[] =>
  (files.get(name) ?? '').split('\n').filter((line) => line !== '');

const payloads = (files: ReadonlyMap<string, string>): Stated[] =>
  linesOf(files, 'statements.jsonl').map((line) => {
    const { position, jwt } = JSON.parse(line) as { position: number; jwt: string };
    const text = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString();
    return { position, text, claims: JSON.parse(text) as Claims };
  });

const disclosed = (files: ReadonlyMap<string, string>): string[] =>
  linesOf(files, 'disclosures.jsonl').map((line) =>
    Buffer.from((JSON.parse(line) as { disclosure: string }).disclosure, 'base64url').toString(),
  );

const releasedBy = ({ data }: Claims): string[] =>
  ((data['released'] ?? []) as { digests: string[] }[]).flatMap(({ digests }) => digests);
