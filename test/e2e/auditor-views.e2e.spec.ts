import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { audit, codesIn } from './audit-command.js';
import { grown } from './grown-ledger.js';
import { ServedLedger } from './served-ledger.js';

describe('the views that an auditor folds from a mirror', () => {
  const folder = mkdtempSync(join(tmpdir(), 'auditor-views-spec-'));
  const mirror = join(folder, 'mirror');
  const trail = join(mirror, 'views', 'KHM', 'audit-trail.1.json');
  const ledger = new ServedLedger();

  const mirrored = async (size: number): Promise<void> => {
    await ledger.show(await grown(12), size);
    expect(await audit('mirror', ledger.url, mirror)).toMatchObject({ status: 0, json: { mirrored: size } });
  };
  const folded = (addressee = 'KHM') => audit('replay', mirror, '--views', addressee);

  beforeAll(async () => {
    await ledger.open();
    await mirrored(10);
  });
  afterAll(() => {
    ledger.close();
    rmSync(folder, { recursive: true });
  });

  it.each(['KHM', 'Cambodia', 'khm'])('are those of KHM for %s', async (typed) => {
    const detail = `2 views folded from the history, in ${join(mirror, 'views', 'KHM')}`;
    expect(await folded(typed)).toMatchObject({
      ...{ status: 0, json: { checks: expect.arrayContaining([{ check: 'views', ok: true, detail }]) } },
    });
    expect(readdirSync(join(mirror, 'views', 'KHM'))).toEqual(['audit-trail.1.json', 'timeline.1.json']);
  });

  it.each(['Nowhere', 'XXX', '../../KHM'])('are none of %s, which is no code of the ledger', async (code) => {
    const ended = await folded(code);
    expect(ended.status).toBe(2);
    expect(ended.err).toBe(`error: --views takes a State's name or a code of this ledger, such as KHM: ${code}\n`);
    expect(readdirSync(join(mirror, 'views'))).toEqual(['KHM']);
  });

  it('give way once the history has grown, unless they are not what it amounted to', async () => {
    const earlier = readFileSync(trail, 'utf8');
    await mirrored(15);
    expect(await folded()).toMatchObject({ status: 0, json: { ok: true, findings: [] } });
    expect(readFileSync(trail).length).toBeGreaterThan(earlier.length);
    writeFileSync(trail, earlier.replace('LetterSent', 'LetterSend'));
    const found = await folded();
    expect([found.status, codesIn(found)]).toEqual([1, ['VIEW_DIFFERS']]);
  });

  it('are found when they are not what the history amounts to', async () => {
    writeFileSync(trail, '{}');
    const ended = await folded();
    expect([ended.status, codesIn(ended)]).toEqual([1, ['VIEW_DIFFERS']]);
  });

  it('do not give way to those of a history that is not sound', async () => {
    rmSync(join(mirror, 'views'), { recursive: true });
    expect((await folded()).status).toBe(0);
    const sound = readFileSync(trail, 'utf8');
    const tile = join(mirror, 'tile', 'entries', '000.p', '15');
    const other = Buffer.from(
      readFileSync(tile)
        .toString('latin1')
        .replace(/.(?=[^.]*$)/u, 'x'),
      'latin1',
    );
    writeFileSync(tile, other);
    expect((await folded()).status).toBe(1);
    expect(readFileSync(trail, 'utf8')).toBe(sound);
  });
});
