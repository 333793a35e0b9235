import type { RecordedEvent } from '#libs/ledger';
import type { Trust } from '../trust.js';
import { fileNames } from '../bundle/file-names.js';
import { limits } from '../zip/zip-directory.js';
import type { BundleFiles } from './bundle-files.js';
import type { Findings } from './finding.js';
import { type KindsOutcome, KindsSeen, type KnownKinds } from './kinds.js';
import { Reading, type SignedContent } from './reading.js';
import { readStatements, type Statement } from './statements.js';

interface Seeing extends KnownKinds {
  readonly trust?: Trust;
  /** Sees every event that could be read, in order. */
  readonly see: (event: RecordedEvent) => void;
}

/**
 * Second check: every statement is well formed, of this ledger, and signed with a key that could sign it; so is what it seals. The
 * statements pass once, before all checks at the same time, so that a bundle of any length can be read; one for readers, which has a file
 * with the proof of every statement, has no more statements than a zip file has files (LINE).
 */
export async function checkSigned(
  files: BundleFiles,
  { trust, see, ...known }: Seeing,
  findings: Findings,
): Promise<SignedContent & { readonly kinds: KindsOutcome }> {
  const origin = trust?.origin ?? files.manifest.origin;
  const disputed = findings.part();
  const kinds = await KindsSeen.over(files, known, disputed);
  const slotsOf = (statement: Statement) => kinds.slotsOf(statement);
  const reading = await Reading.of(files, { origin, slots: kinds.agreed, slotsOf, source: 'bundle' }, findings);
  const most = files.manifest.code === undefined ? Infinity : limits.entries;
  let count = 0;
  for await (const lines of readStatements(files.pieces(fileNames.statements), reading.parts.lines)) {
    for (const line of lines) {
      if (++count === most + 1) reading.parts.lines.add('LINE', `there are more than ${most} statements`, line);
      if (count > most) continue;
      reading.leaf(line);
      if (line.statement) kinds.see(line.statement);
      if (line.statement) see(line.statement.event);
      const more = line.statement && reading.see(line.statement);
      if (more) await more;
    }
  }
  return { ...(await reading.end({ ...trust, origin })), kinds: kinds.outcome };
}
