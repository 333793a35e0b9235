import type { Command, Option } from 'commander';

import type { AddAgencyFlags } from './commands/agency.js';
import type { RedriveFlags } from './commands/submissions.js';
import { type OutputFlags, run } from './terminal/failure.js';

/** Options that more commands than these have. */
export interface SharedOptions {
  readonly json: () => Option;
  readonly issuer: () => Option;
}

/** The agencies that read and submit over Kafka. */
export function addAgencyCommands(program: Command, { json, issuer }: SharedOptions): void {
  const agency = program.command('agency').description('the agencies that submit to the ledger and read it over Kafka');

  agency
    .command('add <name>')
    .description('make a key for an agency, add it, and print what the agency needs')
    .option('--source <uri>', 'the ce_source under which it submits; unset, urn:agency:<name>')
    .option('--out <file>', 'where to write its private key; unset, <name>.jwk')
    .addOption(issuer())
    .addOption(json())
    .action((name: string, flags: AddAgencyFlags) =>
      run(flags, async () => (await import('./commands/agency.js')).addAgency(name, flags)),
    );

  agency
    .command('list')
    .description('the agencies that ever had a key, and which of their keys are in force')
    .addOption(json())
    .action((flags: OutputFlags) => run(flags, async () => (await import('./commands/agency.js')).listAgencies(flags)));
}

/** What goes over Kafka, both ways. */
export function addExchangeCommands(program: Command, { json }: SharedOptions): void {
  const exchange = program
    .command('exchange')
    .description('what is published over Kafka, and how far each topic has got')
    .addOption(json())
    .action((flags: OutputFlags) =>
      run(flags, async () => (await import('./commands/exchange.js')).showExchange(flags)),
    );

  exchange
    .command('rebuild <topic>')
    .description('send everything of a topic again from the ledger')
    .addOption(json())
    .action((topic: string, _: OutputFlags, command: Command) =>
      run(command.optsWithGlobals(), async () =>
        (await import('./commands/exchange.js')).rebuildTopic(topic, command.optsWithGlobals()),
      ),
    );

  addSubmissionCommands(exchange, json);
}

function addSubmissionCommands(exchange: Command, json: SharedOptions['json']): void {
  exchange
    .command('agencies')
    .description('how what each agency submits is getting on, and how far it has confirmed to have read')
    .addOption(json())
    .action((_: OutputFlags, command: Command) =>
      run(command.optsWithGlobals(), async () =>
        (await import('./commands/submissions.js')).showSubmissions(command.optsWithGlobals()),
      ),
    );

  exchange
    .command('redrive')
    .description('hand dead letters to the registry again, once what was wrong has been mended')
    .option('--agency <name>', 'only those of this agency')
    .option('--reason <code>', 'only those that were put aside for this')
    .addOption(json())
    .action((_: RedriveFlags, command: Command) =>
      run(command.optsWithGlobals(), async () =>
        (await import('./commands/submissions.js')).redrive(command.optsWithGlobals()),
      ),
    );

  exchange
    .command('resume <agency>')
    .description("take an agency's submissions again after they were stopped")
    .addOption(json())
    .action((name: string, _: OutputFlags, command: Command) =>
      run(command.optsWithGlobals(), async () =>
        (await import('./commands/submissions.js')).resumeAgency(name, command.optsWithGlobals()),
      ),
    );
}
