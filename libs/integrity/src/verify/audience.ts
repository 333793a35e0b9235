import { keysStream, policyStream, headsStream, type StreamKind, streamKind } from '#libs/ledger';
import type { BundleManifest } from '../bundle/manifest.js';
import type { Findings } from './finding.js';
import type { StreamFacts, Streams } from './stream-facts.js';

/** Whether those for whom a bundle is made may read its streams; an auditor may read them all. */
export function checkAudience(streams: Streams, { audience, code }: BundleManifest, findings: Findings): void {
  for (const facts of streams.all()) {
    const mayRead = code === undefined ? isFileRuleKept(facts) : isReadable(facts, { audience, code });
    const { stream, first } = facts;
    if (!mayRead)
      findings.add('AUDIENCE', 'the stream is not for those for whom the bundle was made', {
        stream,
        position: first.position,
      });
  }
}

/** A follow-up for staff is in no addressee's file. */
const isFileRuleKept = ({ first, hasCodes }: StreamFacts): boolean =>
  first.type !== 'FollowUpRecorded' || first.audience === 'all' || !hasCodes;

/** Once a letter is published its stream stays public, also after a withdrawal. */
function isReadable(
  { stream, first, published }: StreamFacts,
  { audience, code }: { readonly audience: string; readonly code: string },
): boolean {
  const kind = streamKind(stream);
  if (kind === 'communication') return stream.split('-')[1] === code && (audience === 'addressee' || published);
  if (kind === 'follow_up') return first.audience === 'all';
  return kind !== undefined && readByAll.has(kind);
}

const readByAll: ReadonlySet<StreamKind> = new Set([
  'press_release',
  'report',
  policyStream,
  keysStream,
  headsStream,
] as const);
