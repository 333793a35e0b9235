import type { RecordedEvent } from '#libs/ledger';
import { readmeDigests } from '../bundle/readme.js';
import type { ByteSource } from '../byte-source.js';
import type { Trust } from '../trust.js';
import type { BundleFiles } from './bundle-files.js';
import { differentLedgers, differing } from './checkpoint-check.js';
import { checkFiles } from './files.js';
import { Findings } from './finding.js';
import { checkLog } from './inclusion.js';
import type { KnownKinds } from './kinds.js';
import type { VerifyResult } from './result.js';
import type { SignedContent } from './reading.js';
import { checkSigned } from './signed-content.js';
import { checkStreams } from './streams.js';
import { resultOf, resultOfNoBundle } from './summary.js';
import { checkViews, type RecomputeViews, type ViewKnowledge, type ViewSource, type WholeFold } from './views.js';

export interface VerifyOptions extends KnownKinds {
  /** What was pinned beforehand. Without it the keys are taken from the bundle itself and the result says so. */
  readonly trust?: Trust;
  /** Text of an older checkpoint of the same log, to be continued by the bundle's. */
  readonly since?: string;
  /** Folds the views; without it none is known, and none is checked. */
  readonly recomputeViews?: RecomputeViews;
  /** Begins to fold the views of an auditor's bundle; the same. */
  readonly beginWholeFold?: () => WholeFold;
  /** Further SHA-256 digests (hex) of texts accepted as `README.txt`. */
  readonly knownReadmes?: readonly string[];
}

/**
 * Verifies a `ledger-bundle/1` (design pages 3.7 and 7.5) without any service: files, signatures, inclusion in the log,
 * consistency with an older checkpoint, completeness of the streams, views. Never throws for what the bytes are: whatever is wrong
 * with them is a finding.
 */
export async function verifyBundle(bytes: Uint8Array | ByteSource, options: VerifyOptions = {}): Promise<VerifyResult> {
  return verifyWithout(new Set(), bytes, options);
}

/** That a long file is damaged shows only behind the last of it: then nothing in it counts, and all is judged again without. */
async function verifyWithout(
  damaged: ReadonlySet<string>,
  bytes: Uint8Array | ByteSource,
  options: VerifyOptions,
): Promise<VerifyResult> {
  const findings = new Findings();
  const files = await checkFiles(bytes, damaged, findings);
  if (files === undefined) return resultOfNoBundle(findings, options.trust);
  checkOrigin(files.manifest.origin, options.trust, findings);

  const whole = files.manifest.code === undefined ? options.beginWholeFold?.() : undefined;
  const see = (event: RecordedEvent): void => whole?.see(event);
  const signed = await checkSigned(files, { ...options, see }, findings);
  const more = files.damaged();
  if (more.length > 0) return verifyWithout(new Set([...damaged, ...more]), bytes, options);
  const log = await checkLog(files, { ...options, ...signed }, findings);
  signed.streams.report(findings);
  const completeness = await checkStreams(files, signed, findings);
  const read = { source: viewSource(files, signed), documents: signed.documents };
  const views = await checkViews(files, read, viewKnowledge(options, whole), findings);
  const doubted = await signed.judgeSignatures();
  return resultOf(findings, { files, trust: options.trust, ...signed, doubted, ...log, completeness, views });
}

function checkOrigin(origin: string, trust: Trust | undefined, findings: Findings): void {
  if (trust === undefined || trust.origin === origin) return;
  findings.add('ORIGIN', `bundle ${differentLedgers}: ${differing(origin, trust)}`);
}

const viewSource = ({ manifest }: BundleFiles, { events, disclosures }: SignedContent): ViewSource => ({
  manifest,
  events,
  disclosures,
});

const viewKnowledge = ({ recomputeViews, knownReadmes = [] }: VerifyOptions, whole?: WholeFold): ViewKnowledge => ({
  recompute: whole ? () => whole.files() : (recomputeViews ?? (() => new Map())),
  readmes: new Set([...readmeDigests, ...knownReadmes]),
});
