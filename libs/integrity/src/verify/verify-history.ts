import type { RecordedEvent } from '#libs/ledger';
import { fileNames } from '../bundle/file-names.js';
import { utf8 } from '../bytes.js';
import type { Trust } from '../trust.js';
import type { BundleFiles } from './bundle-files.js';
import { checkCheckpoint } from './checkpoint-check.js';
import { checkConsistency, type ConsistencyOutcome } from './consistency.js';
import { Findings } from './finding.js';
import { KindsSeen, type KnownKinds } from './kinds.js';
import { Reading, type SignedContent } from './reading.js';
import type { CheckResult, VerifyResult } from './result.js';
import { readStatements, type Statement } from './statements.js';
import { resultOf } from './summary.js';

/** A mirrored log: every statement from position 0, and what the log signed over them. Nothing in it is believed. */
export interface MirroredHistory {
  /** The signed checkpoint that all statements stand under, verbatim. */
  readonly checkpoint: string;
  /** Earlier checkpoints of the log, whoever kept them. */
  readonly older: readonly string[];
  /** Lines as in `statements.jsonl`. */
  statements(): AsyncIterable<Uint8Array>;
  /** Lines as in `disclosures.jsonl`, of whatever was disclosed. */
  disclosures(): AsyncIterable<Uint8Array>;
  /** Whether that must be all that the records of heads disclose; otherwise what is not there was not given. */
  readonly areHeadsDisclosed: boolean;
}

export interface HistoryOptions extends KnownKinds {
  readonly trust: Trust;
  /** Sees every event that could be read, in order. */
  readonly see?: (event: RecordedEvent) => void;
}

/**
 * Verifies a mirrored history as an auditor's bundle is verified: every leaf, the root, every signature, every stream, the records of
 * heads. What a mirror is not given, sealed fields and their ciphertexts, is not checked, and the result says so.
 */
export async function verifyHistory(history: MirroredHistory, options: HistoryOptions): Promise<VerifyResult> {
  const findings = new Findings();
  const { trust, see } = options;
  const files = filesOf(history, trust.origin);
  const kinds = KindsSeen.ofMirror(options);
  const rules = {
    ...{ origin: trust.origin, slots: kinds.agreed, slotsOf: (statement: Statement) => kinds.slotsOf(statement) },
    source: history.areHeadsDisclosed ? 'mirror with heads' : 'mirror',
  } as const;
  const reading = await Reading.of(files, rules, findings);
  for await (const lines of readStatements(history.statements(), reading.parts.lines))
    for (const line of lines) {
      reading.leaf(line);
      if (line.statement) see?.(line.statement.event);
      if (line.statement) kinds.see(line.statement);
      const more = line.statement && reading.see(line.statement);
      if (more) await more;
    }
  const signed = await reading.end(trust);
  const log = await checkMirroredLog(files, history, { signed, trust }, findings);
  signed.streams.report(findings);
  if (signed.replay) findings.part(signed.replay.findings);
  const nothing = { completeness: { lists: new Map() }, views: { recomputed: [], unknown: [] } };
  const doubted = await signed.judgeSignatures();
  const result = resultOf(findings, { files, trust, ...signed, doubted, ...log, ...nothing, kinds: kinds.outcome });
  return { ...result, checks: result.checks.map((check) => mirrored(check, signed)) };
}

const filesOf = (history: MirroredHistory, origin: string): BundleFiles => ({
  manifest: { audience: 'auditor', files: {}, format: 'ledger-bundle/1', headsPosition: -1, origin },
  names: [],
  read: async (name) => (name === fileNames.checkpoint ? utf8(history.checkpoint) : undefined),
  pieces: (name) => (name === fileNames.disclosures ? history.disclosures() : none()),
});

async function* none(): AsyncGenerator<Uint8Array> {}

async function checkMirroredLog(
  files: BundleFiles,
  { older }: MirroredHistory,
  { signed, trust }: { readonly signed: SignedContent; readonly trust: Trust },
  findings: Findings,
) {
  const checked = await checkCheckpoint(files, trust, signed.ring, findings);
  if (checked === undefined) return { consistency: 'not possible' as ConsistencyOutcome };
  const tree = signed.tree?.against(checked.checkpoint, findings);
  let consistency: ConsistencyOutcome = 'not asked';
  const log = { ...checked, tree, ring: signed.ring };
  if (tree) for (const text of older) consistency = await checkConsistency(files, log, text, findings);
  return { checkpoint: checked.checkpoint, consistency };
}

function mirrored(result: CheckResult, { streams, replay }: SignedContent): CheckResult {
  const lists =
    replay === undefined || replay.compared === 0
      ? 'no list of heads was disclosed to compare'
      : `${replay.compared} lists of heads are those recomputed`;
  if (result.check === 'files' && result.ok === true)
    return { ...result, ok: null, detail: 'not checked: a mirror is no bundle' };
  if (result.check === 'views') return { ...result, ok: null, detail: 'not checked here' };
  if (result.check !== 'streams' || result.ok !== true) return result;
  return { ...result, detail: `${streams.size} streams without a gap from their first entry; ${lists}` };
}
