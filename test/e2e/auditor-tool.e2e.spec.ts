import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { holdFolder } from '#libs/files';
import { type SmallLedger } from '#libs/testing';

import { until } from '../kafka/until.js';
import { audit, auditing, codesIn } from './audit-command.js';
import { grown, letter } from './grown-ledger.js';
import { ServedLedger } from './served-ledger.js';

/** The same history up to a position, and another one behind it, signed with the same keys. */
async function forked(at: number, count: number): Promise<SmallLedger> {
  const ledger = await grown(at);
  for (let n = 0; n < count; n++) await ledger.record({ ...letter, type: 'ReminderSent', data: { note: 'another' } });
  return ledger;
}

describe('an auditor who believes nobody', () => {
  const folder = mkdtempSync(join(tmpdir(), 'auditor-tool-spec-'));
  const path = (name: string): string => join(folder, name);
  const ledger = new ServedLedger();
  let honest: SmallLedger;

  beforeAll(async () => {
    honest = await grown(597);
    await ledger.open();
    writeFileSync(path('trust.json'), honest.trustText);
  });
  afterAll(() => {
    ledger.close();
    rmSync(folder, { recursive: true });
  });

  it('mirrors a log, goes on where the mirror ends, and replays it without the ledger', async () => {
    await ledger.show(honest, 300);
    const first = await audit('mirror', ledger.url, path('mirror'), '--trust', path('trust.json'));
    expect(first).toMatchObject({ status: 0, json: { ok: true, mirrored: 300, findings: [] } });
    await ledger.show(honest);
    ledger.requests = 0;
    const second = await audit('mirror', ledger.url, path('mirror'));
    expect(second).toMatchObject({ status: 0, json: { ok: true, mirrored: 600, findings: [] } });
    // A token, tiles that there are none of, the checkpoint, three pages for the 300 that are new, and the heads.
    expect(ledger.requests).toBe(7);
    const entries = readdirSync(path('mirror/tile/entries'), { recursive: true }) as string[];
    expect(entries.sort()).toEqual(['000', '001', '002.p', join('002.p', '88')]);
    expect(await audit('replay', path('mirror'))).toMatchObject({ status: 0, json: { ok: true, findings: [] } });
  });

  it('mirrors alone in its folder, which stays as it was for whoever comes second, and can be replayed meanwhile', async () => {
    const held = (await holdFolder(path('mirror'), 'mirroring')) as { release: () => Promise<void> };
    const before = readdirSync(path('mirror'), { recursive: true }).sort();
    const refused = await audit('mirror', ledger.url, path('mirror'));
    expect(refused).toMatchObject({ status: 3, json: { error: { code: 'FOLDER_IN_USE' } } });
    expect(refused.err).toContain(`process ${process.pid} mirrors in ${path('mirror')} already`);
    expect(readdirSync(path('mirror'), { recursive: true }).sort()).toEqual(before);
    expect(await audit('replay', path('mirror'))).toMatchObject({ status: 0, json: { ok: true } });
    await held.release();
    expect(await audit('mirror', ledger.url, path('mirror'))).toMatchObject({ status: 0, json: { mirrored: 600 } });
    expect(readdirSync(path('mirror'))).not.toContain('mirroring');
  });

  it('finds a log that takes back what it signed, and keeps the checkpoint as evidence', async () => {
    await ledger.show(honest, 500);
    const ended = await audit('mirror', ledger.url, path('mirror'));
    expect([ended.status, codesIn(ended)]).toEqual([1, ['CONSISTENCY']]);
    expect(readFileSync(path('mirror/checkpoint'), 'utf8')).toBe(await honest.checkpoint(600));
    expect(readdirSync(path('mirror/evidence'))).toHaveLength(1);
  });

  it('finds a history that was written anew, and does not take it over', async () => {
    await ledger.show(await forked(290, 320));
    const ended = await audit('mirror', ledger.url, path('mirror'));
    expect([ended.status, codesIn(ended)]).toEqual([1, ['INCLUSION']]);
    await ledger.show(honest);
    const again = await audit('mirror', ledger.url, path('mirror'));
    expect(again).toMatchObject({ status: 0, json: { ok: true, mirrored: 600 } });
  });

  it('finds a mirror whose own files were altered', async () => {
    const tile = path('mirror/tile/entries/000');
    const bytes = readFileSync(tile);
    copyFileSync(tile, path('tile'));
    bytes[500] = (bytes[500] ?? 0) ^ 1;
    writeFileSync(tile, bytes);
    expect(codesIn(await audit('replay', path('mirror')))).toContain('INCLUSION');
    copyFileSync(path('tile'), tile);
    expect((await audit('replay', path('mirror'))).status).toBe(0);
  });

  it('finds two views that were shown to two auditors', async () => {
    const other = await forked(290, 310);
    writeFileSync(path('mine'), await honest.checkpoint(600));
    writeFileSync(path('theirs'), await other.checkpoint(603));
    writeFileSync(path('same size'), await other.checkpoint(600));
    const trust = ['--trust', path('trust.json')];
    expect((await audit('compare', path('mine'), path('mine'), ...trust)).status).toBe(0);
    const fork = await audit('compare', path('mine'), path('same size'), ...trust);
    expect([fork.status, codesIn(fork)]).toEqual([1, ['CONSISTENCY']]);
    expect(fork.json.findings[0]?.detail).toMatch(/^a fork: /);
    expect((await audit('compare', path('mine'), path('theirs'), ...trust)).json).toMatchObject({
      ok: true,
      notCompared: [path('mine'), path('theirs')],
    });
  });

  it('watches a log, and is loud when a checkpoint does not continue the one before', async () => {
    await ledger.show(honest, 400);
    ledger.requests = 0;
    const watching = audit('watch', ledger.url, '--every', '1', '--times', '6', '--keep', path('kept'));
    // A token, trust.json, and the first checkpoint.
    await until(() => ledger.requests > 2);
    await ledger.show(await forked(290, 300));
    const ended = await watching;
    expect([ended.status, codesIn(ended)]).toEqual([1, ['CONSISTENCY']]);
    expect(ended.err).toMatch(/FINDING CONSISTENCY: the log of 593 statements does not continue the one of 400/);
  });

  it('says nothing of a log that grows as it should', async () => {
    await ledger.show(honest, 301);
    const watching = audit(
      'watch',
      ledger.url,
      '--every',
      '1',
      '--times',
      '3',
      '--trust',
      path('trust.json'),
      '--keep',
      path('kept while it grows'),
    );
    const before = ledger.requests;
    await until(() => ledger.requests > before + 1);
    await ledger.show(honest, 577);
    expect(await watching).toMatchObject({ status: 0, json: { ok: true, size: 577, unanswered: 0 } });
  });

  it('recomputes every list of heads from what the records disclose, and finds one that was false when it was signed', async () => {
    const lists = async (dir: string): Promise<string> => {
      const { json } = await audit('replay', path(dir));
      const { checks } = json as unknown as { checks: { check: string; detail: string }[] };
      return checks.find(({ check }) => check === 'streams')?.detail ?? '';
    };
    const true5 = await grown(5);
    for (let n = 0; n < 5; n++) await true5.recordHeads(n % 2 === 0 ? 'addressee' : 'public');
    await ledger.show(true5);
    expect(await audit('mirror', ledger.url, path('heads'))).toMatchObject({ status: 0, json: { findings: [] } });
    expect(await lists('heads')).toContain('10 lists of heads are those recomputed');
    await true5.record({ ...letter, type: 'ReminderSent' });
    await true5.recordHeads('public');
    await ledger.show(true5);
    expect(await audit('mirror', ledger.url, path('heads'))).toMatchObject({ status: 0, json: { findings: [] } });
    expect(await lists('heads')).toContain('12 lists of heads are those recomputed');

    const lie = await grown(5);
    await lie.recordHeads('addressee');
    await lie.recordHeads('addressee', (list, code) => {
      if (code === 'KHM') list.delete(letter.stream);
    });
    await ledger.show(lie);
    const mirrored = await audit('mirror', ledger.url, path('lie'));
    expect([mirrored.status, codesIn(mirrored)]).toEqual([1, ['HEADS_LIST']]);
    const replayed = await audit('replay', path('lie'));
    expect(replayed.json.findings).toMatchObject([{ code: 'HEADS_LIST', position: 9, stream: 'ledger-heads' }]);
  });

  it('finds heads that are kept from it; to a reader who is shown none, it says that none was compared', async () => {
    const quiet = await grown(5);
    await quiet.recordHeads('addressee');
    await ledger.show(quiet);
    ledger.heads = 'not for you';
    expect(await audit('mirror', ledger.url, path('none shown'))).toMatchObject({ status: 0, json: { findings: [] } });
    ledger.heads = 'disclosed';
    ledger.withheld = 0;
    expect(codesIn(await audit('mirror', ledger.url, path('one kept')))).toEqual(['HEADS_UNDISCLOSED']);
    ledger.withheld = -1;
  });

  it.each([
    ['is no JSON', () => 'junk'],
    ['is another JSON', () => 'null'],
    ['holds no records', () => '{"heads":[null]}'],
    ['says the same record for ever', () => page(5)],
    ['says its records backwards', () => page(7, 6)],
    ['says more records than a page has', () => page(...Array.from({ length: 51 }, (_, n) => n))],
  ])('holds a ledger to the checkpoint it has signed, also when what it says of its heads %s', async (what, answer) => {
    const signed = await grown(5);
    await signed.recordHeads('addressee');
    await ledger.show(signed);
    ledger.headsAnswer = answer;
    const dir = path(`heads: ${what}`);
    const ended = await audit('mirror', ledger.url, dir);
    expect(ended).toMatchObject({ status: 3, json: { error: { code: 'LEDGER_UNREACHABLE' } } });
    expect(readFileSync(join(dir, 'checkpoint'), 'utf8')).toBe(await signed.checkpoint());
    ledger.headsAnswer = undefined;
    await ledger.show(signed, signed.size - 1);
    expect(codesIn(await audit('mirror', ledger.url, dir))).toEqual(['CONSISTENCY']);
  });

  it('stops when it is asked to while the ledger is still saying what its heads disclose, and accuses it of nothing', async () => {
    const signed = await grown(300);
    await signed.recordHeads('addressee');
    await signed.recordHeads('addressee');
    await ledger.show(signed);
    const first = signed.entries.find(({ event }) => event.type === 'HeadsRecorded');
    const { child, ended } = auditing('mirror', ledger.url, path('stopped'), '--trust', path('trust.json'));
    let asked = false;
    ledger.headsAnswer = () => {
      // Once: whoever asks a second time means it to end at once.
      if (!asked) child.kill('SIGINT');
      asked = true;
      // The answer comes after the signal.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
      return page(first?.event.position ?? 0);
    };
    expect(await ended).toMatchObject({ status: 3, json: { ok: false, findings: [] } });
    ledger.headsAnswer = undefined;
    expect(await audit('replay', path('stopped'))).toMatchObject({ status: 0, json: { findings: [] } });
    expect(await audit('mirror', ledger.url, path('stopped'))).toMatchObject({ status: 0, json: { findings: [] } });
  });

  it('finds a checkpoint that the quorum of the pinned policy has not cosigned', async () => {
    const note = await honest.checkpoint();
    const alone = `${note.split('\n').slice(0, -2).join('\n')}\n`;
    await ledger.show(honest, honest.size, alone);
    const trust = ['--trust', path('trust.json')];
    const watched = await audit(
      'watch',
      ledger.url,
      '--every',
      '1',
      '--times',
      '1',
      '--keep',
      path('kept once'),
      ...trust,
    );
    expect([watched.status, codesIn(watched)]).toEqual([1, ['WITNESS_QUORUM']]);
    expect(codesIn(await audit('mirror', ledger.url, path('alone'), ...trust))).toEqual(['WITNESS_QUORUM']);
    expect(existsSync(path('alone/checkpoint'))).toBe(false);
    writeFileSync(path('alone.checkpoint'), alone);
    writeFileSync(path('both.checkpoint'), note);
    const compared = await audit('compare', path('alone.checkpoint'), path('both.checkpoint'), ...trust);
    expect([compared.status, codesIn(compared)]).toEqual([1, ['WITNESS_QUORUM']]);
    writeFileSync(path('fork.checkpoint'), await (await forked(290, 310)).checkpoint(600));
    const fork = await audit('compare', path('alone.checkpoint'), path('fork.checkpoint'), ...trust);
    expect(codesIn(fork)).toEqual(['WITNESS_QUORUM', 'CONSISTENCY']);
  });

  it('asks for the older checkpoint of a bundle in its form, and for nothing else in its place', async () => {
    writeFileSync(path('no checkpoint'), 'ledger.test/small\n600\n');
    const ended = await audit('verify', path('trust.json'), '--since', path('no checkpoint'));
    expect(ended.status).toBe(2);
    expect(ended.err).toContain('it is not a checkpoint');
  });

  it('ends with 3 when nothing answers, and with 2 when the command line cannot be used', async () => {
    expect((await audit('mirror', 'http://127.0.0.1:9', path('none'))).status).toBe(3);
    expect((await audit('replay', path('none'))).status).toBe(2);
    expect(existsSync(path('none/checkpoint'))).toBe(false);
    expect((await audit('mirror', 'nowhere', path('never'))).status).toBe(2);
    expect(existsSync(path('never'))).toBe(false);
  });
});

/** A page of records of heads that disclose nothing, at these positions. */
const page = (...positions: number[]): string =>
  JSON.stringify({ heads: positions.map((position) => ({ position, disclosures: [] })), next: null });
