import { headsStream, keysStream, policyStream } from '#libs/ledger';
import type { HeadsList } from '../heads.js';
import { isPublished, type Streams } from './audience.js';
import type { Completeness, ReadLedger } from './completeness.js';
import type { BundleFiles } from './bundle-files.js';
import type { Findings } from './finding.js';
import {
  checkLedgerHeads,
  checkListFile,
  disclosedValue,
  type HeadsRecord,
  lastRevisionBelow,
  readHeadsRecord,
} from './heads-record.js';
import { checkAllHeads } from './heads-replay.js';
import type { Statement } from './statements.js';

/** Nothing is left out: the heads record lists every stream of the file with its last entry, and all of that is here. */
export function checkStreams(files: BundleFiles, ledger: ReadLedger, findings: Findings): Completeness {
  const { audience, code, headsPosition } = files.manifest;
  const record = readHeadsRecord(ledger.statements.find(({ position }) => position === headsPosition));
  if (record === undefined || (code !== undefined && record.audience !== audience)) {
    findings.add('HEADS_RECORD', 'there is no record of heads for these readers', { position: headsPosition });
    return { lists: new Map() };
  }
  checkLedgerHeads(record, ledger.streams, findings);
  const lists =
    code === undefined
      ? checkAllHeads(files, record, ledger, findings)
      : new Map(checkFile(files, { ...record, code }, ledger, findings));
  return { asAt: record.statement.event.time, lists };
}

/** A bundle for readers rests on one list, which must be there as signed and be filled by the streams. */
function checkFile(
  files: BundleFiles,
  record: HeadsRecord & { readonly code: string },
  { streams, disclosures, codes, statements }: ReadLedger,
  findings: Findings,
): [string, HeadsList][] {
  const sealed = record.statement.event.data._sd;
  if (!Array.isArray(sealed) || sealed.length !== codes.below(record.size).length)
    findings.add('HEADS_RECORD', 'the heads do not seal one value for every addressee code', record.statement);
  const value = disclosedValue(record, record.code, disclosures, findings);
  const list = checkListFile(files, record.code, value, findings);
  if (list === undefined) return [];
  for (const [stream, head] of list) checkListed({ stream, head }, streams.get(stream) ?? [], record, findings);
  checkUnlisted(streams, list, record, findings);
  if (statements.some(({ stream, position }) => stream === headsStream && position !== record.size))
    findings.add('STREAM_NOT_LISTED', 'there is a second record of heads', { stream: headsStream });
  return [[record.code, list]];
}

function checkListed(
  { stream, head }: { readonly stream: string; readonly head: number },
  statements: readonly Statement[],
  { size, code, audience }: HeadsRecord & { readonly code: string },
  findings: Findings,
): void {
  const below = statements.filter(({ position }) => position < size);
  const last = lastRevisionBelow(statements, size);
  if (last < head)
    findings.add(
      'STREAM_INCOMPLETE',
      `the list says its last entry is ${head}, here it is ${last < 0 ? 'missing' : last}`,
      {
        stream,
      },
    );
  if (last > head)
    findings.add('STREAM_BEYOND_HEAD', `entry ${last} is older than the list, which ends at ${head}`, { stream });
  if (last < head) return;
  if (!below.some(({ event }) => event.codes.includes(code)))
    findings.add('HEADS_LIST', 'the list names a stream that is not of this file', { stream });
  if (audience === 'public' && stream.startsWith('communication-') && !isPublished(below))
    findings.add('HEADS_LIST', 'the public list names a letter that was not published', { stream });
}

/** Whatever is not listed must have begun after the list, and belong to the file. */
function checkUnlisted(
  streams: Streams,
  list: HeadsList,
  { size, code }: HeadsRecord & { readonly code: string },
  findings: Findings,
): void {
  for (const [stream, statements] of streams) {
    if (list.has(stream) || [keysStream, policyStream, headsStream].includes(stream)) continue;
    if (statements.some(({ position }) => position < size))
      findings.add('STREAM_NOT_LISTED', 'the stream began before the list, which does not name it', { stream });
    else if (!statements.some(({ event }) => event.codes.includes(code)))
      findings.add('STREAM_NOT_LISTED', 'the stream is not of this file', { stream });
  }
}
