import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';

import { type FolderLock, holdFolder } from './folder-lock.js';

/** Another process that holds the folder given, or says who does, and stays until it is ended. */
const holding = `
  import { holdFolder } from './dist/libs/files/src/folder-lock.js';
  const lock = await holdFolder(process.argv[1], 'working');
  process.stdout.write('heldBy' in lock ? 'held by ' + lock.heldBy + '\\n' : 'holds\\n');
  setInterval(() => undefined, 1000);
`;
const others: ChildProcess[] = [];

async function another(folder: string): Promise<{ readonly process: ChildProcess; readonly said: string }> {
  const process_ = spawn(process.execPath, ['--input-type=module', '-e', holding, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  others.push(process_);
  const said = await new Promise<string>((resolve) =>
    process_.stdout?.once('data', (part: Buffer) => resolve(part.toString().trim())),
  );
  return { process: process_, said };
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

const released = async (lock: FolderLock): Promise<void> => {
  if ('heldBy' in lock) expect(lock).toHaveProperty('release');
  else await lock.release();
};

describe('a folder that one process works in', () => {
  const work = mkdtempSync(join(tmpdir(), 'folder-lock-'));
  const folder = (name: string): string => {
    mkdirSync(join(work, name));
    return join(work, name);
  };
  afterAll(() => {
    for (const child of others) child.kill('SIGKILL');
    rmSync(work, { recursive: true });
  });

  it('is free again once it is released, and nothing is left in it', async () => {
    const home = folder('released');
    await released(await holdFolder(home, 'working'));
    await released(await holdFolder(home, 'working'));
    expect(readdirSync(home)).toEqual([]);
  });

  it('is another’s for as long as that one lives, and is taken over when it was killed', async () => {
    const home = folder('killed');
    const other = await another(home);
    expect(other.said).toBe('holds');
    expect(await holdFolder(home, 'working')).toEqual({ heldBy: other.process.pid });
    // For another purpose it is free.
    await released(await holdFolder(home, 'resting'));
    await killed(other.process);
    expect(readdirSync(home)).toEqual(['working']);
    await released(await holdFolder(home, 'working'));
    expect(readdirSync(home)).toEqual([]);
  });

  it('is held once in this process, too, by whatever path it is named', async () => {
    const home = folder('here');
    symlinkSync(home, join(work, 'linked'));
    const lock = await holdFolder(home, 'working');
    expect(await holdFolder(join(work, 'linked'), 'working')).toEqual({ heldBy: process.pid });
    expect((await another(home)).said).toBe(`held by ${process.pid}`);
    await released(lock);
    await released(await holdFolder(join(work, 'linked'), 'working'));
  });

  it.each([
    ['has gone to another program', `${process.ppid} 1\n`],
    ['has gone to this one', `${process.pid} 1\n`],
    ['was never one', 'nobody\n'],
  ])('is not refused because the id in its lock %s', async (name, lock) => {
    const home = folder(name);
    writeFileSync(join(home, 'working'), lock);
    await released(await holdFolder(home, 'working'));
    expect(readdirSync(home)).toEqual([]);
  });

  it('goes to one of many who take over what a killed process left', async () => {
    const home = folder('many');
    const { process: first } = await another(home);
    await killed(first);
    const said = (await Promise.all(Array.from({ length: 6 }, () => another(home)))).map((one) => one.said);
    const holder = readFileSync(join(home, 'working'), 'utf8').split(' ')[0];
    expect(said.filter((one) => one === 'holds')).toHaveLength(1);
    for (const one of said.filter((text) => text !== 'holds')) expect(one).toMatch(RegExp(`^held by (${holder}|0)$`));
  });

  it('must be there', () =>
    expect(holdFolder(join(work, 'nowhere'), 'working')).rejects.toMatchObject({ code: 'ENOENT' }));
});
