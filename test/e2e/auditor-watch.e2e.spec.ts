import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SmallLedger } from '#libs/testing';

import { until } from '../kafka/until.js';
import { audit, codesIn } from './audit-command.js';
import { ServedLedger } from './served-ledger.js';

const letter = { stream: 'communication-KHM-1-2025', codes: ['KHM'] };

async function grown(note: string): Promise<SmallLedger> {
  const ledger = await SmallLedger.founded();
  for (let n = 0; n < 12; n++) await ledger.record({ ...letter, type: 'ReminderSent', data: { note } });
  return ledger;
}

describe('a log that is watched', () => {
  const folder = mkdtempSync(join(tmpdir(), 'auditor-watch-spec-'));
  const path = (name: string): string => join(folder, name);
  const served = new ServedLedger();
  let honest: SmallLedger;
  let other: SmallLedger;
  let kept = 0;

  beforeAll(async () => {
    [honest, other] = [await grown('one'), await grown('another')];
    await served.open();
    writeFileSync(path('trust.json'), honest.trustText);
  });
  beforeEach(() => {
    kept++;
  });
  afterAll(() => {
    served.close();
    rmSync(folder, { recursive: true });
  });

  /** What the log shows at each look, in order; at the last ones the last of them. */
  interface Look {
    readonly ledger: SmallLedger;
    readonly size: number;
    readonly tiles?: 'withheld';
    /** The log's signature line stands twice. */
    readonly isSignedTwice?: true;
    /** Answers the request for the checkpoint itself. */
    readonly answer?: (response: ServerResponse) => void;
  }
  const dir = (): string => path(`kept ${kept}`);
  async function watched(...looks: readonly Look[]) {
    const notes = await Promise.all(
      looks.map(async ({ ledger, size, isSignedTwice }) => {
        const note = await ledger.checkpoint(size);
        return isSignedTwice ? note.replace(/^— .*\n/m, (line) => line + line) : note;
      }),
    );
    let at = -1;
    served.instead = (asked, response) => {
      if (asked === '/checkpoint') at = Math.min(at + 1, looks.length - 1);
      const { ledger, size, tiles, answer } = looks[Math.max(at, 0)] as Look;
      served.served = { ledger, size, note: notes[Math.max(at, 0)] ?? '' };
      if (asked === '/checkpoint' && answer) answer(response);
      else if (asked.startsWith('/tile/') && tiles === 'withheld') response.writeHead(404).end();
      else return false;
      return true;
    };
    const times = ['--every', '1', '--times', String(looks.length)];
    return audit('watch', served.url, '--trust', path('trust.json'), '--keep', dir(), ...times);
  }

  it('is found when it shows another history and withholds what would prove it, with both checkpoints kept', async () => {
    const forks = [9, 11, 13].map((size) => ({ ledger: other, size, tiles: 'withheld' as const }));
    const ended = await watched({ ledger: honest, size: 7 }, ...forks);
    expect([ended.status, codesIn(ended)]).toEqual([1, ['CONSISTENCY']]);
    expect(ended.json).toMatchObject({ ok: false, looks: 4, unanswered: 0, unproven: 3, size: 7 });
    const [, fork = '', before = ''] = /kept as (.*), beside (.*)$/.exec(ended.json.findings[0]?.detail ?? '') ?? [];
    expect(readFileSync(fork, 'utf8')).toBe(await other.checkpoint(9));
    expect(readFileSync(before, 'utf8')).toBe(await honest.checkpoint(7));
    expect(readdirSync(dir()).filter((name) => name.endsWith('.checkpoint'))).toHaveLength(4);
  });

  it('is found when it takes turns between two histories, the proof of one of which it withholds', async () => {
    const [one, fork] = [
      { ledger: honest, size: 7 },
      { ledger: other, size: 9, tiles: 'withheld' as const },
    ];
    const ended = await watched(one, fork, one, fork);
    expect([ended.status, codesIn(ended)]).toEqual([1, ['CONSISTENCY']]);
  });

  it('is not found wrong when the proof comes late', async () => {
    const late = { ledger: honest, size: 9, tiles: 'withheld' as const };
    const ended = await watched({ ledger: honest, size: 7 }, late, { ...late, size: 10 }, { ledger: honest, size: 12 });
    expect(ended).toMatchObject({ status: 0, json: { ok: true, unproven: 2, waiting: 0, size: 12, findings: [] } });
  });

  it('is found when the proof that comes late shows another history', async () => {
    const fork = { ledger: other, size: 9, tiles: 'withheld' as const };
    const ended = await watched({ ledger: honest, size: 7 }, fork, { ledger: honest, size: 12 });
    expect([ended.status, codesIn(ended)]).toEqual([1, ['CONSISTENCY']]);
  });

  it('still owes a proof when the watch is ended before its third look', async () => {
    const ended = await watched({ ledger: honest, size: 7 }, { ledger: honest, size: 9, tiles: 'withheld' });
    expect(ended).toMatchObject({ status: 3, json: { ok: false, waiting: 1, findings: [] } });
  });

  it('may cut an answer, which is asked for again at once, or refuse a token that served before: it is asked again at the next look', async () => {
    const cut = (response: ServerResponse): void => {
      response.writeHead(200, { 'content-length': '1000' }).write('ledger');
      setTimeout(() => response.destroy(), 50);
    };
    const refuse = (response: ServerResponse): void => void response.writeHead(401).end();
    const [first, next] = [
      { ledger: honest, size: 7 },
      { ledger: honest, size: 9 },
    ];
    const ended = await watched(first, { ...next, answer: cut }, { ...next, answer: refuse }, next);
    expect(ended).toMatchObject({ status: 0, json: { ok: true, unanswered: 1, size: 9, findings: [] } });
  });

  it('that refuses the token at the first look is not watched', async () => {
    const refuse = (response: ServerResponse): void => void response.writeHead(403).end();
    const ended = await watched({ ledger: honest, size: 7, answer: refuse });
    expect(ended).toMatchObject({ status: 3, json: { error: { code: 'FORBIDDEN' } } });
  });

  describe('by a watch that is started again', () => {
    const pinned = { findings: [], ok: true };

    it('goes on from the checkpoint that the watch before had accepted', async () => {
      expect(await watched({ ledger: honest, size: 7 })).toMatchObject({ json: { ...pinned, resumedFrom: null } });
      const again = await watched({ ledger: honest, size: 12 });
      expect(again).toMatchObject({ status: 0, json: { ...pinned, resumedFrom: 7, size: 12 } });
      expect(again.err).toContain('going on from the 7 statements accepted before');
    });

    it.each([
      ['the tail was cut', () => ({ ledger: honest, size: 7 }), 'shows 7 statements and has signed 10 before'],
      ['another history of as many is shown', () => ({ ledger: other, size: 10 }), 'a fork: two histories of 10'],
      ['another history of more is shown', () => ({ ledger: other, size: 12 }), 'does not continue the one of 10'],
    ])('is found when %s meanwhile', async (_, shown, said) => {
      await watched({ ledger: honest, size: 5 }, { ledger: honest, size: 10 });
      const ended = await watched(shown());
      expect([ended.status, codesIn(ended)]).toEqual([1, ['CONSISTENCY']]);
      expect(ended.json.findings[0]?.detail).toContain(said);
      // And again, however often: what was wrong is not what is gone on from
      expect(codesIn(await watched(shown()))).toEqual(['CONSISTENCY']);
    });

    it('is found when it goes on with the history whose proof it withheld before', async () => {
      await watched({ ledger: honest, size: 7 }, { ledger: other, size: 9, tiles: 'withheld' });
      const ended = await watched({ ledger: other, size: 12 });
      expect([ended.status, codesIn(ended)]).toEqual([1, ['CONSISTENCY']]);
      expect(ended.json).toMatchObject({ resumedFrom: 7, size: 7 });
    });

    it('is found when it never proves what it had signed before the watch ended', async () => {
      await watched({ ledger: honest, size: 7 }, { ledger: other, size: 9, tiles: 'withheld' });
      const one = { ledger: honest, size: 8 };
      const ended = await watched(one, one, one);
      expect([ended.status, codesIn(ended)]).toEqual([1, ['CONSISTENCY']]);
      expect(ended.json.findings[0]?.detail).toContain('withheld the proof that its 9 statements continue the 7');
    });

    it('goes on from the largest that is kept where none is marked as accepted', async () => {
      await watched({ ledger: honest, size: 7 }, { ledger: honest, size: 9 });
      rmSync(join(dir(), 'accepted'));
      expect(await watched({ ledger: honest, size: 12 })).toMatchObject({ status: 0, json: { resumedFrom: 9 } });
    });

    it.each([
      ['after others', [7, 9], 7],
      ['before any other', [9], null],
    ])(
      'starts in spite of a checkpoint that was shown signed twice, %s, and keeps it',
      async (_, sizes, resumedFrom) => {
        const looks = sizes.map((size) => ({
          ledger: honest,
          size,
          ...(size === 9 && { isSignedTwice: true as const }),
        }));
        const first = await watched(...looks);
        expect([first.status, codesIn(first)]).toEqual([1, ['CHECKPOINT_DUPLICATE_SIGNATURE']]);
        const again = await watched({ ledger: honest, size: 12 });
        expect(again).toMatchObject({ status: 0, json: { ...pinned, resumedFrom, waiting: 0, size: 12 } });
        expect(readdirSync(dir()).some((name) => name.startsWith('9-'))).toBe(true);
        // And another history is found as before
        expect(codesIn(await watched({ ledger: other, size: 13 }))).toEqual(['CONSISTENCY']);
      },
    );

    it('goes on under a later key of the log when its trust file is given, and not when the log names itself', async () => {
      const changed = await grown('one');
      const second = changed.newKey();
      writeFileSync(path('first.json'), changed.trustText);
      writeFileSync(path('second.json'), changed.trustTextNaming(second));
      const looked = async (...args: string[]) => {
        served.instead = undefined;
        await served.show(changed);
        return audit('watch', served.url, '--keep', dir(), '--every', '1', '--times', '1', ...args);
      };
      expect(await looked('--trust', path('first.json'))).toMatchObject({ status: 0 });
      await changed.addKey(second, 'log');
      changed.signers = [second];
      const later = await looked('--trust', path('second.json'));
      expect(later).toMatchObject({ status: 0, json: { resumedFrom: 15, size: 16, findings: [] } });
      const named = await looked();
      expect([named.status, named.err]).toEqual([
        2,
        expect.stringContaining('give the trust file of now with --trust'),
      ]);
    });

    const spoilt: readonly [string, (kept: string) => void, string][] = [
      ['has a checkpoint that was changed', (kept) => writeFileSync(kept, 'changed'), 'it is not as it was kept'],
      ['lost the one accepted last', (kept) => rmSync(kept), 'the checkpoint that it names is not there'],
    ];
    it.each(spoilt)('says so when the folder %s', async (_, spoil, said) => {
      await watched({ ledger: honest, size: 7 });
      const name = readdirSync(dir()).find((one) => one.endsWith('.checkpoint')) ?? '';
      spoil(join(dir(), name));
      const ended = await watched({ ledger: honest, size: 9 });
      expect([ended.status, ended.err]).toEqual([2, expect.stringContaining(said)]);
    });

    it('is refused while another watch has the folder, and goes on from what one has kept that was killed', async () => {
      await served.show(honest);
      served.instead = undefined;
      const watch = ['watch', served.url, '--trust', path('trust.json'), '--keep', dir()];
      const other = spawn(process.execPath, ['dist/apps/auditor/src/main.js', ...watch]);
      const ended = new Promise((resolve) => other.once('close', resolve));
      try {
        await until(() => existsSync(join(dir(), 'accepted')));
        const refused = await audit(...watch, '--times', '1');
        expect(refused).toMatchObject({ status: 3, json: { error: { code: 'FOLDER_IN_USE' } } });
        expect(refused.err).toContain(`process ${other.pid} watches in ${dir()} already`);
      } finally {
        other.kill('SIGKILL');
        await ended;
      }
      const { status, json } = await audit(...watch, '--times', '1');
      expect([status, json.resumedFrom]).toEqual([0, json.size]);
      expect(readdirSync(dir())).not.toContain('watching');
    });

    it('says so when the folder is no folder, or keeps checkpoints of another log', async () => {
      writeFileSync(dir(), '');
      expect(await watched({ ledger: honest, size: 7 })).toMatchObject({ status: 2 });
      rmSync(dir());
      const elsewhere = await SmallLedger.founded(undefined, 'elsewhere');
      await served.show(elsewhere);
      served.instead = undefined;
      writeFileSync(path('elsewhere.json'), elsewhere.trustText);
      const first = ['watch', served.url, '--trust', path('elsewhere.json'), '--keep', dir(), '--times', '1'];
      expect(await audit(...first)).toMatchObject({ status: 0 });
      const ended = await watched({ ledger: honest, size: 7 });
      expect([ended.status, ended.err]).toEqual([2, expect.stringContaining('name another folder with --keep')]);
    });
  });
});
