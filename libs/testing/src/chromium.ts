import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import type { Browser } from 'playwright-core';

import { LedgerError } from '#libs/ledger';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A real Chromium with a fresh profile: the one at `CHROMIUM_PATH`, else one on the PATH, else one that root installs on Debian. Fails with
 * one sentence that says what to do.
 */
export async function startChromium(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? onPath() ?? installed();
  if (executablePath === undefined || !existsSync(executablePath))
    throw new LedgerError('CONFIGURATION', 'Chromium is missing: install it, or name one in CHROMIUM_PATH');
  // Only where a browser is wanted: every suite loads this library.
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: flags });
}

const onPath = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));

function installed(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  const install = ['install', '-y', '--no-install-recommends', 'chromium'];
  if (spawnSync('apt-get', install, { stdio: 'ignore' }).status !== 0) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    spawnSync('apt-get', install, { stdio: 'ignore' });
  }
  return onPath();
}
