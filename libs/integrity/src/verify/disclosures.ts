import { headsStream } from '#libs/ledger';
import { fileNames } from '../bundle/file-names.js';
import { type DisclosureLine, parseDisclosureLine, textLines } from '../bundle/lines.js';
import type { BundleManifest } from '../bundle/manifest.js';
import { releaseKey, releasesOf } from '../bundle/releases.js';
import { disclosureDigest } from '../disclosure.js';
import type { BundleFiles } from './bundle-files.js';
import type { Findings } from './finding.js';
import { type OpenedField, Opening } from './opening.js';
import type { Statement } from './statements.js';

/** Opened fields by the position of their statement. */
export type Disclosures = ReadonlyMap<number, readonly OpenedField[]>;

/**
 * Reads `disclosures.jsonl`: each line belongs to one digest of one statement here, and puts one new member in its place. What
 * publications have released must be there, and in a public bundle nothing else.
 */
export function checkDisclosures(
  files: BundleFiles,
  statements: readonly Statement[],
  findings: Findings,
): Disclosures {
  const byPosition = new Map(statements.map((statement) => [statement.position, statement]));
  const opened = new Map<number, Opening>();
  for (const { position, disclosure } of disclosureLines(files, findings)) {
    const statement = byPosition.get(position);
    const opening = opened.get(position) ?? (statement && new Opening(statement));
    if (opening) opened.set(position, opening);
    const problem = opening === undefined ? 'DISCLOSURE_UNREFERENCED' : opening.open(disclosure);
    if (problem) findings.add(problem, problems[problem], { ...statement, position });
  }
  const disclosures = new Map([...opened].map(([position, { fields }]) => [position, fields]));
  checkReleases(statements, disclosures, files.manifest, findings);
  return disclosures;
}

const problems = {
  DISCLOSURE_UNREFERENCED: 'a disclosure belongs to no statement here',
  DISCLOSURE_DUPLICATE: 'the same disclosure stands twice',
  DISCLOSURE_FORM: 'a disclosure is not of its form, or names a member that is already there',
} as const;

/** Lines by position, then by digest. */
function* disclosureLines(files: BundleFiles, findings: Findings): Generator<DisclosureLine> {
  let last = { position: -1, digest: '' };
  for (const text of textLines(files.read(fileNames.disclosures) ?? new Uint8Array())) {
    if (findings.isFull) return;
    const line = text === undefined ? undefined : parseDisclosureLine(text);
    if (line === undefined) {
      findings.add('LINE', '"disclosures.jsonl" has a malformed line', last.position < 0 ? {} : last);
      continue;
    }
    const next = { position: line.position, digest: disclosureDigest(line.disclosure) };
    const isLater = next.position > last.position || (next.position === last.position && next.digest >= last.digest);
    if (!isLater) findings.add('LINE', '"disclosures.jsonl" is not in its order', { position: line.position });
    last = next;
    yield line;
  }
}

function checkReleases(
  statements: readonly Statement[],
  opened: Disclosures,
  { audience, code }: BundleManifest,
  findings: Findings,
): void {
  const releases = releasesOf(statements.map(({ event }) => event));
  const byId = new Map(statements.map((statement) => [statement.event.id, statement]));
  for (const { event, digest, isWithdrawn, publishedAt } of releases) {
    const fields = opened.get(byId.get(event)?.position ?? -1) ?? [];
    if (!isWithdrawn && !fields.some((field) => field.digest === digest))
      findings.add('DISCLOSURE_MISSING', 'a field that was released is not here', { position: publishedAt });
  }
  if (code === undefined) return;
  const released = new Set(releases.map(({ event, digest }) => releaseKey(event, digest)));
  for (const { event, stream, position } of statements)
    for (const { digest, name } of opened.get(position) ?? []) {
      const isAnothers = stream === headsStream && name !== code;
      const isClosed = stream !== headsStream && audience === 'public' && !released.has(releaseKey(event.id, digest));
      if (isAnothers || isClosed)
        findings.add('AUDIENCE', 'a field is opened that these readers may not see', { stream, position });
    }
}
