import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { verifyFile } from '#apps/auditor';
import { letterSentFrom, readLetter } from '#libs/letters';
import { type Answer, type Caller, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

import { unpacked } from './altered-bundle.js';
import { idOf, recordedIn, staffOf, windowsEnded } from './answers.js';

const on = new Date().toISOString().slice(0, 10);
const all = { on, purpose: 'the audit of the year', export: { audience: 'auditor', code: null } };
const record = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'public_reports', documents: [] });
const refused = {
  status: 409,
  json: { code: 'ACCESS_NOT_APPROVED', errors: [{ path: 'request', reason: expect.stringContaining('has grown') }] },
};

/** How many files of bundles a process holds open; they have no name any more. */
function bundlesHeld(pid: number | undefined): number {
  const descriptors = `/proc/${pid}/fd`;
  const isBundle = (name: string): boolean => {
    try {
      return readlinkSync(join(descriptors, name)).includes('/bundles/');
    } catch {
      return false;
    }
  };
  return readdirSync(descriptors).filter(isBundle).length;
}

describe('an approval for the whole ledger', () => {
  const folder = mkdtempSync(join(tmpdir(), 'auditor-approval-'));
  const home = temporaryHome();
  let ledger: LedgerProcess;
  let [desk, second, auditor, focal]: Caller[] = [];
  const by = (caller: Caller | undefined): Caller => caller as Caller;
  const publications = new Map<string, string>();

  const begin = async (): Promise<void> => {
    ledger = await LedgerProcess.start(home);
    [desk, second] = [await staffOf(ledger, 'desk.one'), await staffOf(ledger, 'desk.two')];
    auditor = await ledger.as('auditor.one', 'auditor');
    focal = await ledger.as('focal.one', 'protection_focal_point');
  };
  const afterCrash = async (): Promise<void> => {
    await ledger.kill();
    await begin();
  };
  const done = async (answer: Promise<Answer>): Promise<Answer> => {
    const { status, text } = await answer;
    expect({ status, text }).toMatchObject({ status: 201 });
    return answer;
  };
  const at = (code: string): string => `/v1/communications/${code}/1/2025`;
  const publish = async (code: string): Promise<void> => {
    const letter = idOf(await done(by(desk).put(at(code), record)), 'LetterSent');
    const documents = [await by(desk).document(`Redacted for everyone: ${code}.`, 'redacted.txt')];
    const proposed = await done(by(desk).post(`${at(code)}/redactions`, { on, letter, documents }));
    const approval = { on, proposal: idOf(proposed, 'RedactionProposed') };
    await done(by(second).post(`${at(code)}/redactions/approvals`, approval));
    const summary = { language: 'en', text: 'Alleged trafficking into scam centres.' };
    const published = await done(by(second).post(`${at(code)}/publication`, { on, summary }));
    publications.set(code, idOf(published, 'LetterPublished'));
    await windowsEnded(by(desk), code, 2);
  };
  const withdraw = (code: string): Promise<Answer> => {
    const order = { on, reason: 'person_at_risk', reviewOn: null, publication: publications.get(code) };
    return done(by(second).post(`${at(code)}/publication/withdrawal`, order));
  };

  beforeAll(async () => {
    await begin();
    for (const code of ['KHM', 'LAO']) await publish(code);
    writeFileSync(join(folder, 'trust.json'), (await by(auditor).get('/trust')).text);
  }, 180_000);
  afterAll(async () => {
    await ledger.stop();
    rmSync(folder, { recursive: true });
  });

  const approved = async (): Promise<string> => {
    const request = idOf(await by(auditor).post('/v1/access-requests', all), 'AccessRequested');
    await done(by(focal).post('/v1/access-requests/approvals', { on, request }));
    return request;
  };
  const ordered = (request: string): Promise<Answer> =>
    by(auditor).post('/v1/bundles', { audience: 'auditor', request }, `audit:${request}`);
  const ended = async (order: Answer): Promise<Answer> => {
    const { id } = order.json as { id: string };
    for (let n = 0; n < 600; n++) {
      const answer = await by(auditor).get(`/v1/bundles/${id}`);
      if ((answer.json as { state?: string } | undefined)?.state !== 'working') return answer;
      await pause(100);
    }
    throw new Error('nothing was made of the order in a minute');
  };
  /** The files of a bundle in which nothing is found wrong. */
  const bundleOf = async (order: Answer): Promise<ReadonlyMap<string, string>> => {
    expect(order).toMatchObject({ status: 202 });
    const { bytes, json } = await ended(order);
    expect(json).toBeUndefined();
    writeFileSync(join(folder, 'all.zip'), bytes);
    const files = { file: join(folder, 'all.zip'), trustFile: join(folder, 'trust.json') };
    expect((await verifyFile(files)).findings).toEqual([]);
    return unpacked(bytes);
  };
  const typesIn = (files: ReadonlyMap<string, string>): string[] =>
    (files.get('statements.jsonl') ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { jwt: string }).jwt.split('.')[1] ?? '')
      .map((payload) => (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { typ: string }).typ);

  let request: string;
  it('serves one bundle, which is made anew after a crash as long as the ledger is what it was', async () => {
    request = await approved();
    const first = await bundleOf(await ordered(request));
    await afterCrash();
    const atOnce = await Promise.all(Array.from({ length: 60 }, () => ordered(request)));
    for (const order of atOnce) expect(order).toMatchObject({ status: 202 });
    const again = await bundleOf(await ordered(request));
    expect(bundlesHeld(ledger.pid)).toBe(1);
    expect(again.get('statements.jsonl')).toBe(first.get('statements.jsonl'));
    expect(typesIn(again).filter((type) => type === 'RecordsExported')).toHaveLength(1);
  });

  it('serves no larger one: the file that is kept stays what it was, and after a crash the order is refused', async () => {
    const { bytes } = await ended(await ordered(request));
    await done(by(desk).put('/v1/communications/KHM/2/2025', record));
    await windowsEnded(by(desk), 'KHM', 4);
    expect(Buffer.from((await ended(await ordered(request))).bytes).equals(bytes)).toBe(true);
    await afterCrash();
    expect(await ordered(request)).toMatchObject(refused);
    const another = await bundleOf(await ordered(await approved()));
    expect(typesIn(another).filter((type) => type === 'LetterSent')).toHaveLength(3);
    expect(typesIn(another).filter((type) => type === 'RecordsExported')).toHaveLength(2);
  });

  it('serves the bundle once more after something in it was withdrawn, with the withdrawal and nothing else', async () => {
    request = await approved();
    const first = await bundleOf(await ordered(request));
    expect([...first.values()].join()).toContain('Redacted for everyone: KHM.');
    const position = recordedIn(await withdraw('KHM'))[0]?.position;
    const again = await bundleOf(await ordered(request));
    expect([...again.values()].join()).not.toContain('Redacted for everyone: KHM.');
    const added = typesIn(again).slice(typesIn(first).length);
    expect(again.get('statements.jsonl')).toContain(`{"position":${position},`);
    expect(added.filter((type) => type !== 'HeadsRecorded')).toEqual(['PublicationWithdrawn']);
  });

  it('and not when anything else was recorded beside the withdrawal: the file is gone, and needs another approval', async () => {
    const order = await ordered(request);
    await done(by(desk).post(`${at('KHM')}/reminders`, { on, channel: 'note verbale' }));
    expect((await ended(order)).json).toBeUndefined();
    await withdraw('LAO');
    const { json } = await ended(order);
    expect(json).toMatchObject({
      state: 'failed',
      code: 'ACCESS_NOT_APPROVED',
      reason: expect.stringContaining('grown'),
    });
    expect(await ordered(request)).toMatchObject(refused);
    const another = await bundleOf(await ordered(await approved()));
    expect(typesIn(another).filter((type) => type === 'PublicationWithdrawn')).toHaveLength(2);
  });
});
