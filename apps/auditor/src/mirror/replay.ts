import { join } from 'node:path';

import { addresseesCalled, foldPolicy, isAddresseeCode } from '#libs/domain';
import { utf8, verifyHistory, type VerifyResult } from '#libs/integrity';
import { LedgerError, policyStream, type RecordedEvent } from '#libs/ledger';
import { viewFiles } from '#libs/projections';

import { knowledge } from '../knowledge.js';
import { Progress, type Terminal } from '../terminal.js';
import { KeptViews } from './kept-views.js';
import { MirrorFolder } from './mirror-folder.js';
import { linesBelow } from './mirrored-heads.js';

export interface ReplayTask {
  readonly folder: string;
  /** An addressee whose views are folded as well, by code or a State's name; `CONFIGURATION` when the ledger has none such. */
  readonly views?: string | undefined;
  readonly terminal: Terminal;
}

/**
 * Verifies all of a mirrored history again from position 0, offline. With `views`, those of one addressee's file are folded from it: they
 * are compared with the ones in the folder's `views/<CODE>/`, or written there when there are none, or older ones. Throws `CONFIGURATION` when the folder
 * holds no accepted checkpoint.
 */
export async function replay({ folder: path, views, terminal }: ReplayTask): Promise<VerifyResult> {
  const folder = MirrorFolder.existing(path);
  const { trust, checkpoint } = folder;
  if (trust === undefined || checkpoint === undefined)
    throw new LedgerError('CONFIGURATION', `${path}: it is no mirror that has accepted a checkpoint`);
  const size = Number(checkpoint.split('\n')[1]);
  const progress = new Progress(terminal, 'replaying');
  const events: RecordedEvent[] = [];
  const { disclosures, lastHeads, areHeadsFinished } = folder;
  const history = {
    // What was not asked for was not kept back.
    areHeadsDisclosed: lastHeads !== undefined && areHeadsFinished,
    checkpoint,
    // The newest was accepted with what is replayed: of itself it is no older one.
    older: folder.checkpoints.filter((text) => text !== checkpoint),
    statements: () => statementLines(folder, size),
    disclosures: () => (lastHeads !== undefined ? headsLines(folder, size) : pieces(disclosures)),
  };
  const verified = await verifyHistory(history, {
    ...{ ...knowledge, trust },
    see: (event) => {
      progress.at(event.position + 1, 0, size);
      if (views !== undefined) events.push(event);
    },
  });
  progress.end();
  const result = { ...verified, trust: folder.trustKind };
  if (views === undefined) return result;
  const code = demandCode(views, events);
  return withViews(result, new KeptViews(join(path, 'views', code)), (below) => viewFiles(code, upTo(events, below)));
}

/** Of a code that the ledger does not know nothing would be folded, which looks as if nothing had been recorded. */
function demandCode(views: string, events: readonly RecordedEvent[]): string {
  const { codes } = foldPolicy(events.filter(({ stream }) => stream === policyStream));
  const code = codeOf(views);
  if (codes.has(code)) return code;
  throw new LedgerError(
    'CONFIGURATION',
    `--views takes a State's name or a code of this ledger, such as KHM: ${views}`,
  );
}

function codeOf(typed: string): string {
  const code = typed.toUpperCase();
  if (isAddresseeCode(code)) return code;
  const [only, ...others] = addresseesCalled(typed).called;
  return only !== undefined && others.length === 0 ? only.code : typed;
}

async function* pieces(bytes: Uint8Array | undefined): AsyncGenerator<Uint8Array> {
  if (bytes !== undefined) yield bytes;
}

async function* headsLines(folder: MirrorFolder, size: number): AsyncGenerator<Uint8Array> {
  yield* linesBelow(size, folder.headsDisclosures());
}

/** The mirror may hold statements behind its checkpoint already: those are not replayed. */
async function* statementLines(folder: MirrorFolder, size: number): AsyncGenerator<Uint8Array> {
  let position = 0;
  for (const jwts of folder.statements()) {
    const lines = jwts.slice(0, size - position).map((jwt, i) => `{"position":${position + i},"jwt":"${jwt}"}\n`);
    position += lines.length;
    yield utf8(lines.join(''));
    if (position >= size) return;
  }
}

/** The views as they are when a history ends before a position. */
type FoldBelow = (position: number) => ReadonlyMap<string, string>;

const upTo = (events: readonly RecordedEvent[], below: number): readonly RecordedEvent[] =>
  events.filter(({ position }) => position < below);

/** Views that are kept from before the history grew give way to those of now, once they are found to be what it amounted to then. */
function withViews(result: VerifyResult, kept: KeptViews, foldBelow: FoldBelow): VerifyResult {
  const files = foldBelow(Infinity);
  // What was folded from a sound history does not give way to one that is not.
  const isOlder = result.ok && kept.differing(files).length > 0 && kept.differing(foldBelow(kept.end)).length === 0;
  const differing = isOlder ? [] : kept.differing(files);
  if (isOlder) kept.write(files);
  else kept.writeMissing(files);
  const findings = differing.map((name) => ({
    code: 'VIEW_DIFFERS' as const,
    detail: `"${name}" in ${kept.folder} is not what the history amounts to`,
  }));
  const ok = differing.length === 0;
  const detail = ok ? `${files.size} views folded from the history, in ${kept.folder}` : `${differing.length} findings`;
  return {
    ...result,
    ok: result.ok && ok,
    checks: result.checks.map((check) => (check.check === 'views' ? { check: 'views', ok, detail } : check)),
    findings: [...result.findings, ...findings],
    findingsTotal: result.findingsTotal + findings.length,
  };
}
