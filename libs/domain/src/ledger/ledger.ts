import { LedgerError, policyStream, type ProposedEvent } from '#libs/ledger';
import { type DecisionContext, refuseFuture } from '../decision.js';
import { folding, type RecordedOf } from '../event-types.js';
import { type CodesAdopted, type LedgerFounded, ledgerPolicyEvents, type PolicyAdopted } from './ledger.events.js';

/** The ledger's own rules as adopted so far. */
export interface PolicyState {
  readonly origin: string | undefined;
  readonly codes: ReadonlySet<string>;
  /** Digest of each adopted file. */
  readonly files: ReadonlyMap<string, string>;
}

export const noPolicy: PolicyState = { origin: undefined, codes: new Set(), files: new Map() };

function evolvePolicy(state: PolicyState, event: RecordedOf<typeof ledgerPolicyEvents>): PolicyState {
  switch (event.type) {
    case 'LedgerFounded':
      return { ...state, origin: event.data.origin, codes: new Set(event.data.codes) };
    case 'CodesAdopted':
      return { ...state, codes: new Set(event.data.codes) };
    case 'PolicyAdopted':
      return { ...state, files: new Map(state.files).set(event.data.file, event.data.digest) };
  }
}

/** Folds `ledger-policy`, in order. Types it does not know change nothing. */
export const foldPolicy = folding(ledgerPolicyEvents, evolvePolicy, noPolicy);

/** Founds the ledger, once. `ALREADY_FOUNDED`, `DATE_IN_FUTURE`, `BODY_INVALID` when the codes are not sorted. */
export function foundLedger(data: LedgerFounded, context: DecisionContext, state: PolicyState): ProposedEvent[] {
  if (state.origin !== undefined) throw new LedgerError('ALREADY_FOUNDED', state.origin);
  refuseFuture(data.on, context);
  refuseUnsorted(data.codes);
  return [
    { stream: policyStream, type: 'LedgerFounded', version: ledgerPolicyEvents.LedgerFounded.ver, codes: [], data },
  ];
}

/**
 * Adopts a policy or reference-data file; one that is adopted already is recorded no second time. `NOT_FOUNDED`, `POLICY_CHANGED` when a
 * file of that name was adopted with another text, `DATE_IN_FUTURE`.
 */
export function adoptPolicy(data: PolicyAdopted, context: DecisionContext, state: PolicyState): ProposedEvent[] {
  if (state.origin === undefined) throw new LedgerError('NOT_FOUNDED');
  const adopted = state.files.get(data.file);
  if (adopted === data.digest) return [];
  if (adopted !== undefined) throw new LedgerError('POLICY_CHANGED', data.file);
  refuseFuture(data.on, context);
  return [
    { stream: policyStream, type: 'PolicyAdopted', version: ledgerPolicyEvents.PolicyAdopted.ver, codes: [], data },
  ];
}

/**
 * Adopts a longer list of codes; the list in force is recorded no second time. `NOT_FOUNDED`, `CODES_DROPPED` when a code in force is
 * missing, `BODY_INVALID` when the list is not sorted, `DATE_IN_FUTURE`.
 */
export function adoptCodes(data: CodesAdopted, context: DecisionContext, state: PolicyState): ProposedEvent[] {
  if (state.origin === undefined) throw new LedgerError('NOT_FOUNDED');
  refuseUnsorted(data.codes);
  const dropped = [...state.codes].filter((code) => !data.codes.includes(code));
  if (dropped.length > 0) throw new LedgerError('CODES_DROPPED', { path: 'codes', reason: dropped.join(', ') });
  if (data.codes.length === state.codes.size) return [];
  refuseFuture(data.on, context);
  return [
    { stream: policyStream, type: 'CodesAdopted', version: ledgerPolicyEvents.CodesAdopted.ver, codes: [], data },
  ];
}

function refuseUnsorted(codes: readonly string[]): void {
  if (codes.length === 0 || codes.join() !== [...codes].sort().join())
    throw new LedgerError('BODY_INVALID', { path: 'codes', reason: 'must be sorted and not empty' });
}
