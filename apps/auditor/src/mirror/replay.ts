import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { addresseesCalled, foldPolicy, isAddresseeCode } from '#libs/domain';
import { utf8, verifyHistory, type VerifyResult } from '#libs/integrity';
import { LedgerError, policyStream, type RecordedEvent } from '#libs/ledger';
import { viewFiles } from '#libs/projections';

import { knowledge } from '../knowledge.js';
import { Progress, type Terminal } from '../terminal.js';
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
 * are compared with the ones in the folder's `views/<CODE>/`, or written there when there are none. Throws `CONFIGURATION` when the folder
 * holds no accepted checkpoint.
 */
export async function replay({ folder: path, views, terminal }: ReplayTask): Promise<VerifyResult> {
  const folder = MirrorFolder.open(path);
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
  return withViews(result, join(path, 'views', code), viewFiles(code, events));
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

function withViews(result: VerifyResult, folder: string, files: ReadonlyMap<string, string>): VerifyResult {
  const differing = [...files].filter(([name, text]) => !isKept(join(folder, name.replace(/^views\//, '')), text));
  const findings = differing.map(([name]) => ({
    code: 'VIEW_DIFFERS' as const,
    detail: `"${name}" in ${folder} is not what the history amounts to`,
  }));
  const ok = differing.length === 0;
  const detail = ok ? `${files.size} views folded from the history, in ${folder}` : `${differing.length} findings`;
  return {
    ...result,
    ok: result.ok && ok,
    checks: result.checks.map((check) => (check.check === 'views' ? { check: 'views', ok, detail } : check)),
    findings: [...result.findings, ...findings],
    findingsTotal: result.findingsTotal + findings.length,
  };
}

/** Whether the file says the same; one that is not there is written. */
function isKept(path: string, text: string): boolean {
  try {
    return readFileSync(path, 'utf8') === text;
  } catch {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return true;
  }
}
