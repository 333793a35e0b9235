import { headsStream, keysStream, policyStream } from '#libs/ledger';
import type { HeadsList } from '../heads.js';
import type { BundleFiles } from './bundle-files.js';
import type { Completeness, ReadLedger } from './completeness.js';
import type { Findings } from './finding.js';
import { checkLedgerHeads, checkListFile, disclosedValue, type HeadsRecord, readHeadsRecord } from './heads-record.js';
import type { StreamFacts, Streams } from './stream-facts.js';

/** Nothing is left out: the heads record lists every stream of the file with its last entry, and all of that is here. */
export async function checkStreams(files: BundleFiles, ledger: ReadLedger, findings: Findings): Promise<Completeness> {
  const { audience, code, headsPosition } = files.manifest;
  const record = readHeadsRecord(ledger.resting);
  if (record === undefined || (code !== undefined && record.audience !== audience)) {
    findings.add('HEADS_RECORD', 'there is no record of heads for these readers', { position: headsPosition });
    return { lists: new Map() };
  }
  checkLedgerHeads(record, ledger.streams, findings);
  const asAt = record.statement.event.time;
  if (code !== undefined)
    return { asAt, lists: new Map(await checkFile(files, { ...record, code }, ledger, findings)) };
  if (ledger.replay) findings.part(ledger.replay.findings);
  return { asAt, lists: (await ledger.replay?.lists(files, findings.part())) ?? new Map<string, HeadsList>() };
}

/** A bundle for readers rests on one list, which must be there as signed and be filled by the streams. */
async function checkFile(
  files: BundleFiles,
  record: HeadsRecord & { readonly code: string },
  { streams, disclosures, codes }: ReadLedger,
  findings: Findings,
): Promise<[string, HeadsList][]> {
  const sealed = record.statement.event.data._sd;
  if (!Array.isArray(sealed) || sealed.length !== codes.below(record.size).size)
    findings.add('HEADS_RECORD', 'the heads do not seal one value for every addressee code', record.statement);
  const opened = disclosures.get(record.size)?.find(({ name }) => name === record.code);
  const value = disclosedValue(record, record.code, opened?.value, findings);
  const list = await checkListFile(files, record.code, value, findings);
  if (list === undefined) return [];
  for (const [stream, head] of list) checkListed({ stream, head }, streams.get(stream), record, findings);
  checkUnlisted(streams, list, findings);
  if ((streams.get(headsStream)?.count ?? 0) > 1)
    findings.add('STREAM_NOT_LISTED', 'there is a second record of heads', { stream: headsStream });
  return [[record.code, list]];
}

function checkListed(
  { stream, head }: { readonly stream: string; readonly head: number },
  facts: StreamFacts | undefined,
  { audience }: HeadsRecord,
  findings: Findings,
): void {
  const last = facts?.lastRevisionBelow ?? -1;
  if (last < head)
    findings.add(
      'STREAM_INCOMPLETE',
      `the list says its last entry is ${head}, here it is ${last < 0 ? 'missing' : last}`,
      { stream },
    );
  if (last > head)
    findings.add('STREAM_BEYOND_HEAD', `entry ${last} is older than the list, which ends at ${head}`, { stream });
  if (last < head) return;
  if (facts?.belongsBelow !== true)
    findings.add('HEADS_LIST', 'the list names a stream that is not of this file', { stream });
  if (audience === 'public' && stream.startsWith('communication-') && facts?.publishedBelow !== true)
    findings.add('HEADS_LIST', 'the public list names a letter that was not published', { stream });
}

/** Whatever is not listed must have begun after the list, and belong to the file. */
function checkUnlisted(streams: Streams, list: HeadsList, findings: Findings): void {
  for (const { stream, hasBelow, belongs } of streams.all()) {
    if (list.has(stream) || [keysStream, policyStream, headsStream].includes(stream)) continue;
    if (hasBelow)
      findings.add('STREAM_NOT_LISTED', 'the stream began before the list, which does not name it', { stream });
    else if (!belongs) findings.add('STREAM_NOT_LISTED', 'the stream is not of this file', { stream });
  }
}
