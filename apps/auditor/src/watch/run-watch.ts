import { setTimeout as pause } from 'node:timers/promises';

import { aloneIn } from '../held-folder.js';
import { findingLines } from '../plain-words.js';
import { connect } from '../remote/connect.js';
import { type ExitStatus, type Format, run, type Terminal } from '../terminal.js';
import { KeptNotes } from './kept-notes.js';
import { Watch } from './watch.js';
import { WatchPage } from './watch-page.js';

export interface WatchCommand {
  readonly url: string;
  readonly trustFile?: string | undefined;
  /** Where every checkpoint is kept that the log has signed. */
  readonly folder: string;
  /** Seconds from one look to the next. */
  readonly every: number;
  /** Ends after so many looks; without it only when asked to. */
  readonly times?: number | undefined;
  /** Port of the page on loopback; 0 is any that is free. */
  readonly port: number;
  readonly signal: AbortSignal;
  readonly format: Format;
}

/** Watches until it is asked to end, alone in its folder. 1 when anything was ever found, 3 when the log never answered or still owes a proof. */
export const runWatch = (command: WatchCommand, terminal: Terminal): Promise<ExitStatus> =>
  run(command.format, terminal, () => aloneIn(command.folder, 'watching', () => watchIn(command, terminal)));

async function watchIn(command: WatchCommand, terminal: Terminal): Promise<ExitStatus> {
  const watch = new Watch(
    await connect(command.url, command.signal),
    new KeptNotes(command.folder),
    () => Date.now(),
    command.signal,
    command.trustFile,
  );
  const page = await WatchPage.open(command.port, () => watch.state);
  terminal.err(`watching ${command.url}; ${page.url}/metrics and ${page.url}/findings\n`);
  if (command.trustFile === undefined) terminal.err('TRUST ON FIRST USE: the keys are those the ledger names itself\n');
  try {
    await look(watch, command, terminal);
  } finally {
    page.close();
  }
  const { findings, looks, unanswered, unproven, waiting, size, resumedFrom } = watch.state;
  const ok = findings.length === 0 && waiting === 0;
  terminal.out(
    command.format === 'json'
      ? `${JSON.stringify({ ok, looks, unanswered, unproven, waiting, size, resumedFrom, findings })}\n`
      : `${[`${looks} looks, ${unanswered} unanswered, ${unproven} without the proof asked for, ${size} statements at the last.`, ...findingLines({ findings, findingsTotal: findings.length })].join('\n')}\n`,
  );
  if (findings.length > 0) return 1;
  return ok && looks > unanswered ? 0 : 3;
}

async function look(watch: Watch, { every, times, signal }: WatchCommand, terminal: Terminal): Promise<void> {
  let wasSilent = false;
  for (let n = 1; !signal.aborted; n++) {
    const found = await watch.look();
    const { resumedFrom, silence } = watch.state;
    if (!signal.aborted) {
      if (silence !== null && !wasSilent) terminal.err(`no answer: ${silence}\n`);
      if (silence === null && wasSilent) terminal.err('the ledger answers now\n');
      wasSilent = silence !== null;
    }
    if (n === 1 && resumedFrom !== null) terminal.err(`going on from the ${resumedFrom} statements accepted before\n`);
    for (const { code, detail } of found) terminal.err(`\u0007FINDING ${code}: ${detail}\n`);
    if (n === times) return;
    await pause(every * 1000, undefined, { signal }).catch(() => undefined);
  }
}
