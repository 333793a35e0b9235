#!/usr/bin/env node
import { Command } from 'commander';

const program = new Command('ledger').description('The allegation ledger: record, read, prove');

program
  .command('up')
  .description('serve the ledger, with everything it needs')
  .option('--port <port>', 'port to listen on; 0 takes a free one', Number)
  .option('--json', 'print one line of JSON when it serves')
  .action(async (options: { port?: number; json?: boolean }) => (await import('./up/up.js')).up(options));

await program.parseAsync();
