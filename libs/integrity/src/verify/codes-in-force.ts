import { policyStream } from '#libs/ledger';
import { isCodeList } from './claims.js';
import type { Findings } from './finding.js';
import type { Statement } from './statements.js';

/** The addressee codes adopted, by position: the list of `LedgerFounded`, replaced by each `CodesAdopted`. */
export class CodesInForce {
  private readonly adoptions: { readonly position: number; readonly codes: ReadonlySet<string> }[] = [];

  adopt(position: number, codes: readonly string[]): void {
    this.adoptions.push({ position, codes: new Set(codes) });
  }

  /** The list in force for a statement at this position: the last one adopted below it. */
  below(position: number): ReadonlySet<string> {
    return this.adoptions.findLast((adoption) => adoption.position < position)?.codes ?? none;
  }
}

/** Reads a statement of `ledger-policy`; a list of codes that is malformed, or smaller than the one before, is CLAIMS. */
export function readCodes(statement: Statement, inForce: CodesInForce, findings: Findings): void {
  const { position, stream, event } = statement;
  if (stream !== policyStream || (event.type !== 'LedgerFounded' && event.type !== 'CodesAdopted')) return;
  const codes = event.data.codes;
  if (!isCodeList(codes)) findings.add('CLAIMS', 'the list of addressee codes is not of its form', statement);
  else if (!isWithin(inForce.below(position), new Set(codes)))
    findings.add('CLAIMS', 'a later list of addressee codes leaves out a code', statement);
  else inForce.adopt(position, codes);
}

const none: ReadonlySet<string> = new Set();

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  for (const one of some) if (!all.has(one)) return false;
  return true;
}
