import { canonicalJson, headsStream, isJsonObject, type Json, keysStream, policyStream } from '#libs/ledger';
import { fromUtf8, toHex } from '../bytes.js';
import { headsFile } from '../bundle/file-names.js';
import type { HeadsValue } from '../heads-file.js';
import { type HeadsList, headsValue, parseHeadsList } from '../heads.js';
import { sha256 } from '../platform.js';
import type { BundleFiles } from './bundle-files.js';
import type { Findings } from './finding.js';
import type { Statement } from './statements.js';
import type { Streams } from './stream-facts.js';

/** A HeadsRecorded statement as far as it could be read. */
export interface HeadsRecord {
  readonly statement: Statement;
  readonly audience: 'addressee' | 'public';
  readonly size: number;
  readonly keys: number;
  readonly policy: number;
}

/** Reads a HeadsRecorded: exactly its members, and its size is its own position. */
export function readHeadsRecord(statement: Statement | undefined): HeadsRecord | undefined {
  if (statement?.stream !== headsStream || statement.event.type !== 'HeadsRecorded') return undefined;
  const { audience, size, keys, policy } = statement.event.data;
  const isForm =
    Object.keys(statement.event.data).sort().join() === '_sd,audience,keys,on,policy,size' &&
    (audience === 'addressee' || audience === 'public') &&
    size === statement.position &&
    isRevision(keys) &&
    isRevision(policy);
  return isForm ? { statement, audience, size, keys, policy } : undefined;
}

const isRevision = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** The heads of the ledger's own two streams below the record's size must be those it says. */
export function checkLedgerHeads(record: HeadsRecord, streams: Streams, findings: Findings): void {
  const said = [
    [keysStream, record.keys],
    [policyStream, record.policy],
  ] as const;
  for (const [stream, head] of said) {
    const last = streams.get(stream)?.lastRevisionBelow ?? -1;
    if (last < head)
      findings.add('STREAM_INCOMPLETE', `entries up to ${head} are recorded, the last here is ${last}`, { stream });
    if (last > head)
      findings.add('HEADS_RECORD', `the heads say ${head}, but entry ${last} is older than they`, { stream });
  }
}

/** What a record says of one code, as far as it was disclosed; reports HEADS_UNDISCLOSED and HEADS_FORM. */
export function disclosedValue(
  record: HeadsRecord,
  code: string,
  said: Json | undefined,
  findings: Findings,
): HeadsValue | undefined {
  if (said === undefined)
    findings.add('HEADS_UNDISCLOSED', `what the heads say of ${code} is not disclosed`, record.statement);
  else if (isHeadsValue(said)) return said;
  else findings.add('HEADS_FORM', `what the heads say of ${code} is not of its form`, record.statement);
  return undefined;
}

/** `{events, list, streams}` of the form that a record of heads discloses. */
export function isHeadsValue(value: Json): value is Json & HeadsValue {
  if (!isJsonObject(value) || Object.keys(value).length !== 3) return false;
  const { events, list, streams } = value;
  return isRevision(events) && isRevision(streams) && typeof list === 'string' && /^[0-9a-f]{64}$/.test(list);
}

/** Room for 200,000 streams of one file. */
const mostListBytes = 16 * 1024 * 1024;

/** The list file of a code, held against its disclosed fingerprint and counts. */
export async function checkListFile(
  files: BundleFiles,
  code: string,
  value: HeadsValue | undefined,
  findings: Findings,
): Promise<HeadsList | undefined> {
  const name = headsFile(code);
  const bytes = await files.read(name);
  if (bytes === undefined) return undefined;
  if (value && toHex(sha256(bytes)) !== value.list)
    findings.add('HEADS_LIST', `"${name}" is not the list whose fingerprint was signed`);
  const list = bytes.length > mostListBytes ? undefined : parseHeadsList(fromUtf8(bytes) ?? '-');
  if (list === undefined) findings.add('HEADS_FORM', `"${name}" is not of its form`);
  else if (value && value.list === headsValue(list).list && canonicalJson(value) !== canonicalJson(headsValue(list)))
    findings.add('HEADS_LIST', `"${name}" does not have the number of entries that was signed`);
  return list;
}
