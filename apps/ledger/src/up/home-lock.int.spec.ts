import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { holdHome } from './home-lock.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'ledger-home-lock-'));

describe('the folder of a ledger', () => {
  it('is free again once it is released, and nothing is left in it', async () => {
    const home = folder();
    await (
      await holdHome(home)
    )();
    await (
      await holdHome(home)
    )();
    expect(readdirSync(home)).toEqual([]);
  });

  it('is refused while another process has it', async () => {
    const home = folder();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
    const began = await startOf(other.pid ?? 0);
    writeFileSync(join(home, 'serving'), `${other.pid} ${began}\n`);
    await expect(holdHome(home)).rejects.toMatchObject({
      code: 'CONFIGURATION',
      details: [{ path: 'LEDGER_HOME', reason: `process ${other.pid} serves the ledger in this folder already` }],
    });
    const ended = new Promise((resolve) => other.once('exit', resolve));
    other.kill('SIGKILL');
    await ended;
    await (
      await holdHome(home)
    )();
    expect(readdirSync(home)).toEqual([]);
  });

  it('is not refused because the id of a process that died has gone to another program', async () => {
    const home = folder();
    writeFileSync(join(home, 'serving'), `${process.ppid} 1\n`);
    await (
      await holdHome(home)
    )();
  });
});

async function startOf(pid: number): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
