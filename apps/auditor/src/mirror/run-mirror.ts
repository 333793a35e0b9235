import { join } from 'node:path';

import type { VerifyResult } from '#libs/integrity';

import { aloneIn } from '../held-folder.js';
import { eitherOf, findingLines, plainWords } from '../plain-words.js';
import { connect } from '../remote/connect.js';
import { type ExitStatus, type Format, run, type Terminal } from '../terminal.js';
import { MirrorFolder } from './mirror-folder.js';
import { mirror, type Mirrored } from './mirror.js';
import { replay } from './replay.js';

export interface MirrorCommand {
  readonly url: string;
  readonly folder: string;
  readonly trustFile?: string | undefined;
  readonly signal: AbortSignal;
  readonly format: Format;
}

/** Brings a mirror up to date, alone in its folder, and replays it. 1 when anything was found, 3 when it was stopped or the ledger does not answer. */
export const runMirror = (command: MirrorCommand, terminal: Terminal): Promise<ExitStatus> =>
  run(command.format, terminal, () => aloneIn(command.folder, 'mirroring', () => mirrorIn(command, terminal)));

async function mirrorIn(command: MirrorCommand, terminal: Terminal): Promise<ExitStatus> {
  const { trustFile, signal } = command;
  const folder = MirrorFolder.open(command.folder);
  const source = await connect(command.url, signal);
  const mirrored = await mirror({ source, folder, trustFile, signal, terminal });
  const isWhole = mirrored.heads === 'all';
  const result = isWhole ? await replay({ folder: command.folder, terminal }) : undefined;
  const findings = [...mirrored.findings, ...(result?.findings ?? [])];
  const ok = isWhole && result?.ok === true;
  const said = {
    ok,
    trust: mirrored.trust,
    mirrored: mirrored.size,
    of: mirrored.of,
    checks: result?.checks,
    findings,
  };
  terminal.out(command.format === 'json' ? `${JSON.stringify(said)}\n` : mirrorWords(mirrored, result, command.folder));
  return findings.length > 0 ? 1 : ok ? 0 : 3;
}

/** Replays a mirror offline. */
export const runReplay = (
  task: { readonly folder: string; readonly views?: string | undefined; readonly format: Format },
  terminal: Terminal,
): Promise<ExitStatus> =>
  run(task.format, terminal, async () => {
    const result = await replay({ ...task, terminal });
    terminal.out(task.format === 'json' ? `${JSON.stringify(result)}\n` : plainWords(result, 'mirror'));
    return result.ok ? 0 : 1;
  });

function mirrorWords(mirrored: Mirrored, result: VerifyResult | undefined, folder: string): string {
  const { findings, trust, size, of, heads } = mirrored;
  const firstUse = trust === 'first-use' ? ['TRUST ON FIRST USE: trust.json was taken from the ledger itself', ''] : [];
  if (result !== undefined) return plainWords(result, 'mirror');
  const rest = heads === 'stopped' ? ', before all that the heads disclose was here' : '';
  const stopped = `Stopped at ${size} of ${of} statements${rest}. Run it again to go on from there.`;
  const lines = findings.length > 0 ? wrongWords(mirrored, folder) : [stopped];
  return [...firstUse, ...lines].map((line) => `${line}\n`).join('');
}

function wrongWords({ findings, before, trust }: Mirrored, folder: string): string[] {
  const isStrange = findings.some(({ code }) => code === 'ORIGIN' || code === 'CHECKPOINT_UNKNOWN_LOG');
  return [
    ...(before === 'nothing' && trust === 'pinned' && isStrange ? eitherOf('what answers is not') : []),
    ...findingLines({ findings, findingsTotal: findings.length }),
    ...lastWords[before],
    ...(before === 'damaged'
      ? [`  ledger-audit compare ${join(folder, 'checkpoint')} [${join(folder, 'shown')}/*] --mirror NEW`]
      : []),
  ];
}

const lastWords = {
  nothing: ['Nothing was accepted.'],
  sound: ['The mirror stays as it was: what the ledger shows now does not continue it.'],
  damaged: [
    'The own files of this mirror are damaged, which says nothing of the ledger. Mirror into a new folder, and hold what was',
    'accepted and shown here against that one:',
  ],
} as const;
