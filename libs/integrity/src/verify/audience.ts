import { keysStream, policyStream, headsStream, type StreamKind, streamKind } from '#libs/ledger';
import type { BundleManifest } from '../bundle/manifest.js';
import type { Findings } from './finding.js';
import type { Statement } from './statements.js';

/** The statements of each stream, in the order of the bundle. */
export type Streams = ReadonlyMap<string, readonly Statement[]>;

export function byStream(statements: readonly Statement[]): Streams {
  const streams = new Map<string, Statement[]>();
  for (const statement of statements) {
    const stream = streams.get(statement.stream);
    if (stream === undefined) streams.set(statement.stream, [statement]);
    else stream.push(statement);
  }
  return streams;
}

/** Whether those for whom a bundle is made may read its streams; an auditor may read them all. */
export function checkAudience(streams: Streams, { audience, code }: BundleManifest, findings: Findings): void {
  for (const [stream, statements] of streams) {
    const first = statements[0];
    const mayRead =
      code === undefined ? isFileRuleKept(statements) : isReadable(stream, statements, { audience, code });
    if (first && !mayRead)
      findings.add('AUDIENCE', 'the stream is not for those for whom the bundle was made', {
        stream,
        ...positionOf(first),
      });
  }
}

/** A follow-up for staff is in no addressee's file. */
function isFileRuleKept(statements: readonly Statement[]): boolean {
  const isForStaff = statements[0]?.event.type === 'FollowUpRecorded' && statements[0].event.data.audience !== 'all';
  return !isForStaff || statements.every(({ event }) => event.codes.length === 0);
}

function isReadable(
  stream: string,
  statements: readonly Statement[],
  { audience, code }: { readonly audience: string; readonly code: string },
): boolean {
  const kind = streamKind(stream);
  if (kind === 'communication')
    return stream.split('-')[1] === code && (audience === 'addressee' || isPublished(statements));
  if (kind === 'follow_up') return statements[0]?.event.data.audience === 'all';
  return kind !== undefined && readByAll.has(kind);
}

const readByAll: ReadonlySet<StreamKind> = new Set([
  'press_release',
  'report',
  policyStream,
  keysStream,
  headsStream,
] as const);

/** Once a letter is published its stream stays public, also after a withdrawal. */
export const isPublished = (statements: readonly Statement[]): boolean =>
  statements.some(({ event }) => event.type === 'LetterPublished');

const positionOf = ({ position }: Statement): { position: number } => ({ position });
