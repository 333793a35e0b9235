import { toBase64 } from '../bytes.js';
import type { Trust } from '../trust.js';
import type { BundleFiles } from './bundle-files.js';
import { type CheckName, checkNames, type Findings } from './finding.js';
import type { LogOutcome } from './inclusion.js';
import type { KindsOutcome } from './kinds.js';
import { missingSerials } from './missing-serials.js';
import type { BundleSummary, CheckResult, VerifyResult } from './result.js';
import type { SignedContent } from './reading.js';
import type { Completeness } from './completeness.js';
import type { ViewsOutcome } from './views.js';

/** Everything the checks have come to, apart from the findings. */
export interface Outcome extends SignedContent, LogOutcome {
  /** Positions of doubted statements. */
  readonly doubted: readonly number[];
  readonly kinds: KindsOutcome;
  readonly files: BundleFiles;
  readonly trust: Trust | undefined;
  readonly completeness: Completeness;
  readonly views: ViewsOutcome;
}

/** The result when the file could not be opened as a bundle: nothing behind the first check was looked at. */
export function resultOfNoBundle(findings: Findings, trust: Trust | undefined): VerifyResult {
  const checks = checkNames.map((check): CheckResult => {
    if (check === 'files') return { check, ok: false, detail: 'the file is not a bundle that can be read' };
    return { check, ok: null, detail: 'not checked' };
  });
  return { ...head(findings, trust, checks), doubted: [], missingSerials: [] };
}

/** The result of all checks. A bundle is said to be complete only when nothing at all was found. */
export function resultOf(findings: Findings, outcome: Outcome): VerifyResult {
  const sound = soundDetails(outcome);
  const checks = checkNames.map((check): CheckResult => {
    const count = findings.count(check);
    if (count > 0) return { check, ok: false, detail: count === 1 ? '1 finding' : `${count} findings` };
    return { check, ...sound[check] };
  });
  const { asAt, lists } = outcome.completeness;
  return {
    ...head(findings, outcome.trust, checks),
    ...(asAt !== undefined && findings.total === 0 && { completeAsAt: asAt }),
    bundle: bundleSummary(outcome),
    ...unjudged(outcome),
    doubted: outcome.doubted,
    missingSerials: missingSerials(lists),
  };
}

const head = (findings: Findings, trust: Trust | undefined, checks: readonly CheckResult[]) => ({
  ok: checks.every(({ ok }) => ok !== false),
  trust: trust ? ('pinned' as const) : ('first-use' as const),
  checks,
  findings: findings.list,
  findingsTotal: findings.total,
});

const unjudged = ({ kinds: { unknown, setAside } }: Outcome) => ({
  ...(unknown.length > 0 && { unknownTypes: unknown }),
  ...(setAside.length > 0 && { typesByListOnly: setAside }),
});

function bundleSummary({ files, statements, documents, checkpoint }: Outcome): BundleSummary {
  const { origin, audience, code } = files.manifest;
  return {
    origin,
    audience,
    ...(code !== undefined && { code }),
    statements,
    documentsNotHere: documents.notHere,
    ...(checkpoint && { size: checkpoint.size, root: toBase64(checkpoint.root) }),
  };
}

type Sound = Omit<CheckResult, 'check'>;

/** What each check says when it found nothing. */
function soundDetails(outcome: Outcome): Record<CheckName, Sound> {
  const { files, statements, streams, doubted, checkpoint, trust, kinds } = outcome;
  const doubts = doubted.length === 0 ? '' : `, ${doubted.length} of them doubted`;
  const others = kinds.unknown.length + kinds.setAside.length;
  const unjudged =
    others === 0 ? '' : `; what must be sealed was not judged in ${others} ${others === 1 ? 'type' : 'types'}`;
  const witnesses = trust && trust.policy.quorum !== 'none' ? ', and the witnesses the policy asks for' : '';
  return {
    files: { ok: true, detail: `${files.names.length} files, each the one that bundle.json names` },
    signatures: {
      ok: true,
      detail: `${statements} statements, each signed with a key of this ledger${doubts}${unjudged}`,
    },
    inclusion:
      statements === 0
        ? { ok: null, detail: 'not checked: no statement could be read' }
        : {
            ok: true,
            detail: `each statement stands in the log of ${checkpoint?.size ?? 0} that the log signed${witnesses}`,
          },
    consistency: consistencyDetail(outcome),
    streams: { ok: true, detail: streamsDetail(outcome, streams.size) },
    views: viewsDetail(outcome.views),
  };
}

function consistencyDetail({ consistency }: Outcome): Sound {
  if (consistency === 'compared') return { ok: true, detail: 'the log continues the older checkpoint' };
  if (consistency === 'not asked') return { ok: null, detail: 'not checked: no older checkpoint was given' };
  return { ok: null, detail: 'not possible with this file: it holds no proof for the older checkpoint' };
}

function streamsDetail({ files, completeness }: Outcome, count: number): string {
  const published = files.manifest.audience === 'public' ? ', for what was published' : '';
  return `${count} streams without a gap, each listed one to its last entry as at ${completeness.asAt ?? 'no time'}${published}`;
}

function viewsDetail({ recomputed, unknown }: ViewsOutcome): Sound {
  if (unknown.length > 0)
    return { ok: null, detail: `not checked: this program does not know ${unknown.slice(0, 5).join(', ')}` };
  if (recomputed.length === 0) return { ok: null, detail: 'not checked: the bundle holds no views' };
  const views = recomputed.length === 1 ? '1 view' : `${recomputed.length} views`;
  return { ok: true, detail: `${views} recomputed from the statements, byte for byte` };
}
