import { canonicalJson, headsStream, keysStream, policyStream } from '#libs/ledger';
import { headsFile } from '../bundle/file-names.js';
import { HeadsLedger, type HeadsList, headsValue } from '../heads.js';
import type { BundleFiles } from './bundle-files.js';
import type { OpenedField } from './opening.js';
import type { Findings } from './finding.js';
import { checkListFile, disclosedValue, type HeadsRecord, isHeadsValue, readHeadsRecord } from './heads-record.js';
import type { ReadLedger } from './completeness.js';

/**
 * An auditor has every statement: all lists of every HeadsRecorded are recomputed and held against what was signed. A list that was
 * false when it was signed is found here, and is then evidence for ever.
 */
export function checkAllHeads(
  files: BundleFiles,
  resting: HeadsRecord,
  ledger: ReadLedger,
  findings: Findings,
): ReadonlyMap<string, HeadsList> {
  const replay = new HeadsLedger();
  let lists: ReadonlyMap<string, HeadsList> = new Map();
  for (const statement of ledger.statements) {
    if (statement.stream === headsStream && statement.event.type === 'HeadsRecorded') {
      const record = readHeadsRecord(statement);
      if (record === undefined) findings.add('HEADS_RECORD', 'a record of heads is not of its form', statement);
      else {
        const recomputed = checkRecord(record, replay, ledger, findings);
        if (record.size === resting.size) lists = recomputed;
      }
    }
    replay.add(statement.event);
  }
  checkListFiles(files, lists, ledger.disclosures.get(resting.size) ?? [], findings);
  return lists;
}

function checkRecord(
  record: HeadsRecord,
  replay: HeadsLedger,
  { codes, disclosures }: ReadLedger,
  findings: Findings,
): ReadonlyMap<string, HeadsList> {
  const inForce = codes.below(record.size);
  const sealed = record.statement.event.data._sd;
  if (!Array.isArray(sealed) || sealed.length !== inForce.length)
    findings.add('HEADS_RECORD', 'the heads do not seal one value for every addressee code', record.statement);
  if (replay.head(keysStream) !== record.keys || replay.head(policyStream) !== record.policy)
    findings.add('HEADS_RECORD', 'the heads of the ledger’s own streams are not those recorded', record.statement);
  const lists = new Map<string, HeadsList>();
  for (const code of inForce) {
    const list = replay.list(code, record.audience);
    lists.set(code, list);
    const value = disclosedValue(record, code, disclosures, findings);
    if (value && canonicalJson(value) !== canonicalJson(headsValue(list)))
      findings.add('HEADS_LIST', `the list of ${code} was false when it was signed`, record.statement);
  }
  return lists;
}

/** The list files of the record on which the bundle rests: one for every code in force, no other. */
function checkListFiles(
  files: BundleFiles,
  lists: ReadonlyMap<string, HeadsList>,
  opened: readonly OpenedField[],
  findings: Findings,
): void {
  const present = new Set(files.names.filter((name) => name.startsWith('heads/')));
  for (const code of lists.keys()) {
    const value = opened.find(({ name }) => name === code)?.value;
    if (!present.delete(headsFile(code))) findings.add('FILE_MISSING', `"${headsFile(code)}" is missing`);
    else if (value !== undefined && isHeadsValue(value)) checkListFile(files, code, value, findings);
  }
  for (const name of present) findings.add('FILE_UNEXPECTED', `"${name}" is the list of no adopted code`);
}
