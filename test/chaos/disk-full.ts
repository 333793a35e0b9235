import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { keepEmbeddedPostgres } from '#libs/event-store';
import { LedgerError } from '#libs/ledger';
import { brokenWords, everything, faultsOf } from './held-against.js';
import { WritingProcess } from './writing-process.js';

export interface DiskReport {
  /** What the callers were told while the disk was full. */
  readonly said: readonly string[];
  readonly acknowledgedBefore: number;
  /** Acknowledged after there was room again, with nobody doing anything. */
  readonly acknowledgedAfter: number;
  readonly faults: readonly string[];
}

/** Lets the disk of the server run full under load and then gives it room again. Needs a small file system of its own, and root to mount it. */
export async function diskFull(): Promise<DiskReport> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-disk-'));
  chmodSync(folder, 0o711);
  if (process.getuid?.() !== 0)
    throw new LedgerError('CONFIGURATION', 'run this as root: it mounts a small file system');
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=180m,mode=711', 'ledger-disk', folder]);
  const settings = { max_wal_size: '48MB', min_wal_size: '32MB' };
  const server = await keepEmbeddedPostgres(folder, () => undefined, settings);
  try {
    const url = await server.url('ledger');
    const writer = new WritingProcess(url, 'disk', 8);
    for (; writer.acknowledged.size < 100; await pause(50));
    const filler = join(folder, 'filler');
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - 2 ** 20)));
    for (let last = -1; last !== writer.acknowledged.size; await pause(3000)) last = writer.acknowledged.size;
    const said = [...new Set(writer.refusals.flatMap((text) => text.split('\n')))];
    const before = writer.acknowledged.size;
    rmSync(filler);
    for (let waited = 0; writer.acknowledged.size < before + 100 && waited < 60_000; waited += 100) await pause(100);
    await writer.finish();
    const all = await everything(url);
    const faults = [...faultsOf(all, all), ...brokenWords(all, writer)];
    return { said, acknowledgedBefore: before, acknowledgedAfter: writer.acknowledged.size - before, faults };
  } finally {
    await server.stop();
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  }
}
