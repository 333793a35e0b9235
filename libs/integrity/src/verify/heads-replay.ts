import { headsStream, type Json, keysStream, policyStream } from '#libs/ledger';
import { headsFile } from '../bundle/file-names.js';
import type { HeadsValue } from '../heads-file.js';
import { HeadsLedger, type HeadsList } from '../heads.js';
import type { BundleFiles, StatementSource } from './bundle-files.js';
import type { CodesInForce } from './codes-in-force.js';
import { Findings } from './finding.js';
import { checkListFile, disclosedValue, type HeadsRecord, isHeadsValue, readHeadsRecord } from './heads-record.js';
import type { OpenedField } from './opening.js';
import type { Statement } from './statements.js';

/**
 * An auditor has every statement: all lists of every HeadsRecorded are recomputed and held against what was signed. A list that was
 * false when it was signed is found here, and is then evidence for ever.
 */
export class HeadsReplay {
  readonly findings = new Findings();
  /** How many lists that were signed could be compared with the recomputed ones. */
  compared = 0;
  private readonly ledger = new HeadsLedger();
  /** The lists of the record on which the bundle rests, with what that record discloses. */
  private resting: { lists: ReadonlyMap<string, HeadsList>; opened: readonly OpenedField[] } | undefined;

  constructor(
    private readonly codes: CodesInForce,
    private readonly restsOn: number,
    private readonly source: StatementSource,
  ) {}

  /** Takes in the next statement and the fields it opens. */
  see(statement: Statement, opened: readonly OpenedField[]): void {
    if (statement.stream === headsStream && statement.event.type === 'HeadsRecorded') {
      const record = readHeadsRecord(statement);
      if (record === undefined) this.findings.add('HEADS_RECORD', 'a record of heads is not of its form', statement);
      else this.check(record, opened);
    }
    this.ledger.add(statement.event);
  }

  /** The list files of the record on which the bundle rests: one for every code in force, no other. */
  async lists(files: BundleFiles, findings: Findings): Promise<ReadonlyMap<string, HeadsList>> {
    const { lists, opened } = this.resting ?? { lists: new Map<string, HeadsList>(), opened: [] };
    const present = new Set(files.names.filter((name) => name.startsWith('heads/')));
    for (const code of lists.keys()) {
      const value = opened.find(({ name }) => name === code)?.value;
      if (!present.delete(headsFile(code))) findings.add('FILE_MISSING', `"${headsFile(code)}" is missing`);
      else if (value !== undefined && isHeadsValue(value)) await checkListFile(files, code, value, findings);
    }
    for (const name of present) findings.add('FILE_UNEXPECTED', `"${name}" is the list of no adopted code`);
    return lists;
  }

  /** A mirror knows only the values that somebody disclosed to it. */
  private valueOf(record: HeadsRecord, code: string, said: ReadonlyMap<string, Json>): HeadsValue | undefined {
    if (this.source === 'mirror' && !said.has(code)) return undefined;
    return disclosedValue(record, code, said.get(code), this.findings);
  }

  private check(record: HeadsRecord, opened: readonly OpenedField[]): void {
    const { ledger, findings } = this;
    const inForce = this.codes.below(record.size);
    const sealed = record.statement.event.data._sd;
    if (!Array.isArray(sealed) || sealed.length !== inForce.size)
      findings.add('HEADS_RECORD', 'the heads do not seal one value for every addressee code', record.statement);
    if (ledger.head(keysStream) !== record.keys || ledger.head(policyStream) !== record.policy)
      findings.add('HEADS_RECORD', 'the heads of the ledger’s own streams are not those recorded', record.statement);
    const said = new Map(opened.map(({ name, value }) => [name, value] as const).reverse());
    for (const code of inForce) {
      const value = this.valueOf(record, code, said);
      if (value) this.compared++;
      if (value && !isSame(value, ledger.value(code, record.audience)))
        findings.add('HEADS_LIST', `the list of ${code} was false when it was signed`, record.statement);
    }
    if (record.size !== this.restsOn) return;
    const lists = new Map([...inForce].map((code) => [code, ledger.list(code, record.audience)]));
    this.resting = { lists, opened };
  }
}

const isSame = (a: HeadsValue, b: HeadsValue): boolean =>
  a.list === b.list && a.events === b.events && a.streams === b.streams;
