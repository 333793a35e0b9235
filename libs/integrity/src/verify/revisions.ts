import { headsStream } from '#libs/ledger';
import type { BundleManifest } from '../bundle/manifest.js';
import type { Streams } from './audience.js';
import type { Findings } from './finding.js';
import type { Statement } from './statements.js';

/** Every stream runs from revision 0 without a gap; only of the heads does a bundle for readers hold a single one. */
export function checkRevisions(streams: Streams, { code }: BundleManifest, findings: Findings): void {
  for (const [stream, statements] of streams)
    if (stream !== headsStream || code === undefined) checkStream(statements, findings);
}

function checkStream(statements: readonly Statement[], findings: Findings): void {
  let next = 0;
  for (const statement of statements) {
    const { revision } = statement.event;
    if (revision < next)
      findings.add('REVISION_DUPLICATE', `entry ${revision} of its stream stands here again`, statement);
    if (revision > next)
      findings.add('REVISION_GAP', `the entry before it in its stream is missing (${next})`, statement);
    next = Math.max(next, revision + 1);
  }
}
