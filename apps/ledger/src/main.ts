#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';

import type { AuditFlags } from './commands/audit.js';
import type { DoctorFlags } from './commands/doctor.js';
import type { ExportFlags } from './commands/export.js';
import type { ImportFlags } from './commands/import.js';
import type { RecordFlags } from './commands/record.js';
import type { OperatorFlags } from './client/operator.js';
import type { ProveFlags } from './commands/keys.js';
import type { FiguresFlags } from './commands/figures.js';
import type { ReportFlags } from './commands/report.js';
import type { ReceiptFlags } from './commands/receipt.js';
import type { ReplayFlags } from './commands/replay.js';
import type { TimelineFlags } from './commands/timeline.js';
import type { VerifyFlags } from './commands/verify.js';
import { asOf, asOfPosition, eventId, issuer, json, portNumber, sizeOf, trust } from './command-options.js';
import { addAgencyCommands, addExchangeCommands } from './kafka-commands.js';
import { type OutputFlags, printUsageFault, run } from './terminal/failure.js';
import { withKeysBehind } from './terminal/key-arguments.js';
import type { UpOptions } from './up/up.js';

const endings = `
Exit status: 0 done, 1 findings or refused, 2 the command line cannot be
followed, 3 not available.
A refusal is one line "CODE: sentence" on standard error; with --json, standard
output holds {"error": {"code", "message", "details"}}.
LEDGER_URL names the ledger to talk to (default http://127.0.0.1:8080),
LEDGER_TOKEN who asks.`;

const aboutRecords = `
A JSON record holds one event: {"type", "data"} with the payload as data, and
beside them what it is about (reference, allegation, reply, ...) and its
documents, [{"path", "mediaType"}], beside the file. --types and --example say
what each type takes.`;

const program = new Command('ledger')
  .description('The allegation ledger: record, read, prove')
  .exitOverride()
  .showHelpAfterError('(--help says what there is)')
  .addHelpText('after', endings);

// Each command's own code is loaded when it is called: `--help` stays quick.
program
  .command('up')
  .description('serve the ledger, with everything it needs')
  .option('--port <port>', 'port to listen on; 0 takes a free one', portNumber)
  .option('--json', 'print one line of JSON when it serves')
  .action(async (flags: UpOptions & OutputFlags) => {
    await run(flags, async () => (await import('./up/up.js')).up(flags));
    // What was opened before a start failed must not keep the process.
    process.exit();
  });

program
  .command('read <file>')
  .description('read a letter, as text or PDF, into a proposed record; records nothing')
  .addOption(json())
  .action((file: string, flags: OutputFlags) =>
    run(flags, async () => (await import('./commands/read.js')).read(file, flags)),
  );

program
  .command('record [file]')
  .description('record a letter from its text or PDF, or a JSON record; the same file again adds nothing')
  .option('--types', 'list the types that a JSON record may hold, and what each names')
  .option('--example <type>', 'print a JSON record of that type to fill in')
  .option('--yes', 'confirm what was read from a letter without being asked')
  .option('--rests-on <ground>', 'what a letter rests on: allegations, own_motion, public_reports, law')
  .option('--addressee <name>', 'to whom a letter under OTH is')
  .option('--addressee-kind <kind>', 'what that is, such as company; not needed for one that is known')
  .option('--as <name>', 'who acts, on a ledger with development identities')
  .addOption(json())
  .addHelpText('after', aboutRecords)
  .action((file: string | undefined, flags: RecordFlags) =>
    run(flags, async () => (await import('./commands/record.js')).recordOrShow(file, flags)),
  );

program
  .command('import <path>')
  .description('record the history before this ledger: a CSV file of references, or a folder of letters as text')
  .option('--dry-run', 'record nothing, and say what would be recorded')
  .option('--strict', 'stop at the first row or letter that is refused')
  .option('--wait <seconds>', 'how long to wait for a ledger that stops answering', Number, 60)
  .option('--as <name>', 'who acts, on a ledger with development identities')
  .addOption(json())
  .action((path: string, flags: ImportFlags) =>
    run(flags, async () => (await import('./commands/import.js')).importHistories(path, flags)),
  );

program
  .command('timeline <addressee>')
  .description('what happened with regard to a State or other actor, by its code, id or name')
  .addOption(asOf())
  .addOption(asOfPosition())
  .option('--from <date>', 'only what occurred on or after')
  .option('--to <date>', 'only what occurred on or before')
  .option('--kind <kinds>', 'only these kinds of streams or events, separated by commas')
  .addOption(json())
  .action((addressee: string, flags: TimelineFlags) =>
    run(flags, async () => (await import('./commands/timeline.js')).timeline(addressee, flags)),
  );

program
  .command('audit <addressee>')
  .description('what was recorded with regard to a State or other actor, by whom, and the proof of each entry')
  .addOption(asOf())
  .addOption(asOfPosition())
  .addOption(trust())
  .addOption(json())
  .action((addressee: string, flags: AuditFlags) =>
    run(flags, async () => (await import('./commands/audit.js')).audit(addressee, flags)),
  );

program
  .command('due')
  .description('what is due and overdue, and by which rule')
  .addOption(json())
  .action((flags: OutputFlags) => run(flags, async () => (await import('./commands/due.js')).due(flags)));

program
  .command('report <name>')
  .description('the Communications Report of a session (HRC60), or the figures of a year (2025)')
  .option('--format <format>', 'json, html or csv, exactly as the ledger makes it; unset, an overview')
  .addOption(asOf())
  .addOption(asOfPosition())
  .option('--record', 'record it as a draft, with the digests of what it is made from')
  .addOption(json())
  .action((name: string, flags: ReportFlags) =>
    run(flags, async () => (await import('./commands/report.js')).report(name, flags)),
  );

program
  .command('figures <year>')
  .description('the figures of a year, each with what it counts')
  .addOption(asOf())
  .addOption(asOfPosition())
  .addOption(json())
  .action((year: string, flags: FiguresFlags) =>
    run(flags, async () => (await import('./commands/figures.js')).figures(year, flags)),
  );

program
  .command('export [addressee]')
  .description("write a State's bundle, or an auditor's of the whole ledger, which verifies offline")
  .requiredOption('--out <file>', 'where to write it')
  .addOption(
    new Option('--audience <audience>', 'for whom; auditor: the whole ledger, without an addressee')
      .choices(['addressee', 'public', 'auditor'])
      .default('addressee'),
  )
  .option('--since <size>', 'prove that the log continues an older checkpoint of so many statements', sizeOf)
  .option('--request <event>', "the approved request on which an auditor's bundle rests", eventId)
  .option('--as <name>', 'who acts, on a ledger with development identities')
  .addOption(json())
  .action((addressee: string | undefined, flags: ExportFlags) =>
    run(flags, async () => (await import('./commands/export.js')).exportBundle(addressee, flags)),
  );

program
  .command('receipt <event>')
  .description('write the statement of an event with the proof that it is in the log')
  .requiredOption('--out <file>', 'where to write it; its name should end with .tlog-proof')
  .addOption(json())
  .action((event: string, flags: ReceiptFlags) =>
    run(flags, async () => (await import('./commands/receipt.js')).receipt(event, flags)),
  );

program
  .command('verify <file>')
  .description('verify a bundle or a receipt on this machine, without any service')
  .addOption(trust())
  .option('--since <checkpoint>', 'an older checkpoint that the bundle must continue')
  .addOption(json())
  .action((file: string, flags: VerifyFlags) =>
    run(flags, async () => (await import('./commands/verify.js')).verify(file, flags)),
  );

program
  .command('replay')
  .description('read the whole history again and hold it against the log')
  .addOption(trust())
  .addOption(json())
  .action((flags: ReplayFlags) => run(flags, async () => (await import('./commands/replay.js')).replay(flags)));

program
  .command('doctor')
  .description(
    'compare the store with the guard, and ciphertexts and documents with what was signed, while nothing runs',
  )
  .option('--adopt <checkpoint>', 'let the guard remember this checkpoint, obtained from outside')
  .option('--trust <file>', 'with --adopt: the trust.json whose log must have signed the checkpoint')
  .addOption(json())
  .action((flags: DoctorFlags) => run(flags, async () => (await import('./commands/doctor.js')).doctor(flags)));

const keys = program
  .command('keys')
  .description('the keys of the ledger: which there are, and for its operator, adding and ending them')
  .addOption(json())
  .action((flags: OutputFlags) => run(flags, async () => (await import('./commands/keys.js')).listKeys(flags)));

keys
  .command('prove <file>')
  .description('print the record by which the holder of a key file asks for it to be added; makes the file')
  .requiredOption('--purpose <purpose>', 'issuer, log or agency')
  .option('--agency <name>', 'whose key it is')
  .option('--source <uri>', 'the ce_source of the agency')
  .addOption(json())
  .action((file: string, flags: ProveFlags) =>
    run(flags, async () => (await import('./commands/keys.js')).proveKey(file, flags)),
  );

keys
  .command('add <record>')
  .description('add the key of such a record')
  .addOption(issuer())
  .addOption(json())
  .action((file: string, _: OperatorFlags, command: Command) =>
    run(command.optsWithGlobals(), async () =>
      (await import('./commands/keys.js')).addKey(file, command.optsWithGlobals()),
    ),
  );

keys
  .command('retire <kid>')
  .description('end a key in good order')
  .addOption(issuer())
  .addOption(json())
  .action((kid: string, _: OperatorFlags, command: Command) =>
    run(command.optsWithGlobals(), async () =>
      (await import('./commands/keys.js')).retireKey(kid, command.optsWithGlobals()),
    ),
  );

keys
  .command('revoke <kid>')
  .description('end a key that is in wrong hands')
  .requiredOption('--last-trusted-size <size>', 'entries in the ledger when it was last in the right ones', Number)
  .addOption(issuer())
  .addOption(json())
  .action((kid: string, _: OperatorFlags, command: Command) =>
    run(command.optsWithGlobals(), async () =>
      (await import('./commands/keys.js')).revokeKey(kid, command.optsWithGlobals()),
    ),
  );

addAgencyCommands(program, { json, issuer });
addExchangeCommands(program, { json, issuer });

program
  .command('adopt')
  .description('adopt the codes, policies and reference data that this software holds, for the operator')
  .addOption(issuer())
  .addOption(json())
  .action((flags: OperatorFlags) => run(flags, async () => (await import('./commands/adopt.js')).adopt(flags)));

// Whoever reads has seen enough, as `head` has.
process.stdout.once('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 3));

try {
  await program.parseAsync(withKeysBehind(process.argv.slice(2)), { from: 'user' });
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Commander has said what is wrong with the command line; asking for help is no mistake.
  process.exitCode = error.exitCode === 0 ? 0 : 2;
  if (error.exitCode !== 0 && process.argv.includes('--json')) printUsageFault(error.message.replace(/^error: /u, ''));
}
