#!/usr/bin/env node
import { Command } from 'commander';
import { runVerify, type Terminal } from './run-verify.js';

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

interface VerifyFlags {
  readonly trust?: string;
  readonly since?: string;
  readonly json?: true;
}

const usageError = 2;

const auditor = new Command('auditor')
  .description('Verifies what a ledger gave out, on your own machine and without its services')
  .exitOverride((error) => {
    process.exitCode = error.exitCode === 0 ? 0 : usageError;
    throw error;
  });

auditor
  .command('verify')
  .argument('<file>', 'a bundle (ledger-bundle/1) or a receipt (.tlog-proof)')
  .option('--trust <file>', 'the trust.json to pin; without it the bundle is trusted on first use')
  .option('--since <checkpoint>', 'an older checkpoint that the bundle must continue')
  .option('--json', 'print the result as JSON')
  .action(async (file: string, { trust, since, json }: VerifyFlags) => {
    const files = {
      file,
      ...(trust !== undefined && { trustFile: trust }),
      ...(since !== undefined && { sinceFile: since }),
    };
    process.exitCode = await runVerify({ ...files, format: json ? 'json' : 'words' }, terminal);
  });

try {
  await auditor.parseAsync();
} catch (error) {
  if (process.exitCode === undefined) throw error;
}
