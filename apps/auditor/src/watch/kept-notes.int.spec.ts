import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';

import { KeptNotes } from './kept-notes.js';

/** Another watch: keeps and accepts so many checkpoints, the same ones as its like. */
const looks = 200;
const watching = `
  import { KeptNotes } from './dist/apps/auditor/src/watch/kept-notes.js';
  const notes = new KeptNotes(process.argv[1]);
  for (let size = 1; size <= ${looks}; size++) notes.accept(notes.keep(size, 'a note of ' + size));
`;

describe('the folder of a watch that watches on two machines share', () => {
  const work = mkdtempSync(join(tmpdir(), 'kept-notes-'));
  afterAll(() => rmSync(work, { recursive: true }));

  it('keeps what was accepted last when the slower of them accepts an earlier checkpoint', () => {
    const folder = join(work, 'slower');
    const [quick, slow] = [new KeptNotes(folder), new KeptNotes(folder)];
    const [before, after] = [slow.keep(9, 'a note of nine'), quick.keep(12, 'a note of twelve')];
    quick.accept(after);
    slow.accept(before);
    expect(slow.accepted(slow.all())).toMatchObject({ size: 12 });
    // And goes forward from there
    slow.accept(slow.keep(100, 'a note of a hundred'));
    expect(quick.accepted(quick.all())).toMatchObject({ size: 100 });
  });

  it('takes what both write at the same time, and nothing else is left in it', async () => {
    const folder = join(work, 'both');
    const ended = await Promise.all([watched(folder), watched(folder)]);
    expect(ended).toEqual([
      { status: 0, err: '' },
      { status: 0, err: '' },
    ]);
    expect(new KeptNotes(folder).all().map(({ size }) => size)).toEqual(Array.from({ length: looks }, (_, n) => n + 1));
    expect(readdirSync(folder).filter((name) => !name.endsWith('.checkpoint'))).toEqual(['accepted']);
  });
});

async function watched(folder: string): Promise<{ status: unknown; err: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', watching, folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  return { status: await new Promise((resolve) => child.once('close', resolve)), err };
}
