#!/usr/bin/env node
import { Command, InvalidArgumentError } from 'commander';
import { runMirror, runReplay } from './mirror/run-mirror.js';
import { runCompare } from './run-compare.js';
import { runVerify } from './run-verify.js';
import type { Terminal } from './terminal.js';
import { runWatch } from './watch/run-watch.js';

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isWatched: process.stderr.isTTY,
};

interface Flags {
  readonly trust?: string;
  readonly since?: string;
  readonly mirror?: string;
  readonly views?: string;
  readonly keep: string;
  readonly every: number;
  readonly times?: number;
  readonly port: number;
  readonly json?: true;
}

const usageError = 2;
const formatOf = ({ json }: Flags) => (json ? 'json' : 'words');

/** Ends what runs at a place from which it can go on; asked twice, at once. */
function asked(): AbortSignal {
  const ending = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => ending.abort());
  return ending.signal;
}

function count(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('it must be a whole number.');
}

function fromOne(text: string): number {
  if (count(text) > 0) return Number(text);
  throw new InvalidArgumentError('it must be 1 or more.');
}

function portNumber(text: string): number {
  if (count(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('it must be 65535 or less.');
}

function webAddress(text: string): string {
  if (/^https?:\/\/[^/]/.test(text)) return text;
  throw new InvalidArgumentError('it must be an http:// or https:// address.');
}

const auditor = new Command('ledger-audit')
  .description('Verifies a ledger and what it gave out, on your own machine and without believing its services')
  .exitOverride((error) => {
    process.exitCode = error.exitCode === 0 ? 0 : usageError;
    throw error;
  });

const command = (name: string, about: string): Command =>
  auditor.command(name).description(about).option('--json', 'print the result as JSON');

command('verify', 'verify a bundle or a receipt')
  .argument('<file>', 'a bundle (ledger-bundle/1) or a receipt (.tlog-proof)')
  .option('--trust <file>', 'the trust.json to pin; without it the bundle is trusted on first use')
  .option('--since <checkpoint>', 'an older checkpoint that the bundle must continue')
  .action(async (file: string, flags: Flags) => {
    const files = {
      file,
      ...(flags.trust && { trustFile: flags.trust }),
      ...(flags.since && { sinceFile: flags.since }),
    };
    process.exitCode = await runVerify({ ...files, format: formatOf(flags) }, terminal);
  });

command('mirror', 'fetch the whole log, or what is new of it, and verify it')
  .argument('<url>', 'address of the ledger', webAddress)
  .argument('<folder>', 'where the mirror is, or will be')
  .option('--trust <file>', 'the trust.json to pin; without it a new mirror trusts on first use')
  .action(async (url: string, folder: string, flags: Flags) => {
    const task = { url, folder, trustFile: flags.trust, signal: asked(), format: formatOf(flags) } as const;
    process.exitCode = await runMirror(task, terminal);
  });

command('replay', 'verify a mirror from position 0, offline')
  .argument('<folder>', 'a mirror')
  .option('--views <addressee>', 'fold the views of this one as well, named or by code')
  .action(async (folder: string, flags: Flags) => {
    process.exitCode = await runReplay({ folder, views: flags.views, format: formatOf(flags) }, terminal);
  });

command('compare', 'whether checkpoints shown to several people are of one history')
  .argument('<checkpoints...>', 'files with signed checkpoints')
  .option('--trust <file>', 'the trust.json of the log')
  .option('--mirror <folder>', 'a mirror, by which checkpoints of different sizes can be compared')
  .action(async (files: string[], flags: Flags) => {
    const task = { files, trustFile: flags.trust, mirror: flags.mirror, format: formatOf(flags) } as const;
    process.exitCode = await runCompare(task, terminal);
  });

command('watch', 'look at the log again and again: each checkpoint must continue the one before')
  .argument('<url>', 'address of the ledger', webAddress)
  .option('--trust <file>', 'the trust.json to pin; without it the ledger is trusted on first use')
  .option('--keep <folder>', 'where every checkpoint is kept that the log has signed', 'watched')
  .option('--every <seconds>', 'from one look to the next', fromOne, 60)
  .option('--times <looks>', 'end after so many looks', fromOne)
  .option('--port <port>', 'where /metrics and /findings are served, on this machine only', portNumber, 0)
  .action(async (url: string, flags: Flags) => {
    const { keep: folder, every, times, port, trust: trustFile } = flags;
    const task = { url, folder, trustFile, every, times, port, signal: asked(), format: formatOf(flags) } as const;
    process.exitCode = await runWatch(task, terminal);
  });

try {
  await auditor.parseAsync();
} catch (error) {
  if (process.exitCode === undefined) throw error;
}
