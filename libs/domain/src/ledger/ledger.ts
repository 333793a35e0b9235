import { keysStream, LedgerError, policyStream, type ProposedEvent, type RecordedEvent } from '#libs/ledger';
import { type DecisionContext, refuseFuture } from '../decision.js';
import { known, type RecordedOf } from '../event-types.js';
import {
  type KeyAdded,
  type LedgerFounded,
  ledgerKeysEvents,
  ledgerPolicyEvents,
  type PolicyAdopted,
} from './ledger.events.js';

/** The ledger's own rules as adopted so far. */
export interface PolicyState {
  readonly origin: string | undefined;
  readonly codes: ReadonlySet<string>;
  /** Digest of each adopted file. */
  readonly files: ReadonlyMap<string, string>;
}

export interface KeysState {
  readonly kids: readonly string[];
}

export const noPolicy: PolicyState = { origin: undefined, codes: new Set(), files: new Map() };
export const noKeys: KeysState = { kids: [] };

function evolvePolicy(state: PolicyState, event: RecordedOf<typeof ledgerPolicyEvents>): PolicyState {
  switch (event.type) {
    case 'LedgerFounded':
      return { ...state, origin: event.data.origin, codes: new Set(event.data.codes) };
    case 'PolicyAdopted':
      return { ...state, files: new Map(state.files).set(event.data.file, event.data.digest) };
  }
}

/** Folds `ledger-policy`, in order. Types it does not know change nothing. */
export function foldPolicy(events: readonly RecordedEvent[]): PolicyState {
  return events.reduce((state, event) => {
    const fact = known(ledgerPolicyEvents, event);
    return fact === undefined ? state : evolvePolicy(state, fact);
  }, noPolicy);
}

function evolveKeys(state: KeysState, event: RecordedOf<typeof ledgerKeysEvents>): KeysState {
  switch (event.type) {
    case 'KeyAdded':
      return { kids: [...state.kids, event.data.kid] };
  }
}

/** Folds `ledger-keys`, in order. Types it does not know change nothing. */
export function foldKeys(events: readonly RecordedEvent[]): KeysState {
  return events.reduce((state, event) => {
    const fact = known(ledgerKeysEvents, event);
    return fact === undefined ? state : evolveKeys(state, fact);
  }, noKeys);
}

/** Founds the ledger, once. `ALREADY_FOUNDED`, `DATE_IN_FUTURE`, `BODY_INVALID` when the codes are not sorted. */
export function foundLedger(data: LedgerFounded, context: DecisionContext, state: PolicyState): ProposedEvent[] {
  if (state.origin !== undefined) throw new LedgerError('ALREADY_FOUNDED', state.origin);
  refuseFuture(data.on, context);
  if (data.codes.length === 0 || data.codes.join() !== [...data.codes].sort().join())
    throw new LedgerError('BODY_INVALID', { path: 'codes', reason: 'must be sorted and not empty' });
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
 * Adds a key; a kid is added once, never again. That `kid` is the key's thumbprint and `proof` its signature is checked by the caller,
 * which can compute them. `KEY_ALREADY_ADDED`, `BODY_INVALID` for members that do not go with the purpose, `DATE_IN_FUTURE`.
 */
export function addKey(data: KeyAdded, context: DecisionContext, state: KeysState): ProposedEvent[] {
  if (state.kids.includes(data.kid)) throw new LedgerError('KEY_ALREADY_ADDED', data.kid);
  refuseMisfit(data);
  refuseFuture(data.on, context);
  return [{ stream: keysStream, type: 'KeyAdded', version: ledgerKeysEvents.KeyAdded.ver, codes: [], data }];
}

/** Design page 7.1: intake keys are X25519 and cannot sign; agency keys say whose they are. */
function refuseMisfit({ purpose, jwk, proof, agency, source }: KeyAdded): void {
  const intake = purpose === 'intake';
  const expected = intake ? 'X25519' : 'Ed25519';
  if (jwk.crv !== expected) throw new LedgerError('BODY_INVALID', { path: 'jwk/crv', reason: `must be ${expected}` });
  if ((proof === undefined) !== intake)
    throw new LedgerError('BODY_INVALID', {
      path: 'proof',
      reason: 'required of every key that signs, and of no other',
    });
  const named = purpose === 'agency';
  if ((agency !== undefined) !== named || (source !== undefined) !== named)
    throw new LedgerError('BODY_INVALID', { path: 'agency', reason: 'agency and source go with agency keys only' });
}
