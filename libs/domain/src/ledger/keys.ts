import { keysStream, LedgerError, type ProposedEvent } from '#libs/ledger';
import { type DecisionContext, refuseFuture } from '../decision.js';
import { folding, type PayloadOf, type RecordedOf } from '../event-types.js';
import {
  type KeyAdded,
  type KeyPurpose,
  type KeyRetired,
  type KeyRevoked,
  ledgerKeysEvents,
  type PublicJwk,
} from './ledger.events.js';

type LedgerKeysEvents = typeof ledgerKeysEvents;

export interface KeyOnRecord {
  readonly kid: string;
  readonly purpose: KeyPurpose;
  readonly jwk: PublicJwk;
  /** Whose key it is, when it is an agency's. */
  readonly agency: string | undefined;
  /** The `ce_source` under which that agency submits. */
  readonly source: string | undefined;
  readonly state: 'current' | 'retired' | 'revoked';
}

export interface KeysState {
  readonly keys: readonly KeyOnRecord[];
}

export const noKeys: KeysState = { keys: [] };

function evolveKeys(state: KeysState, event: RecordedOf<LedgerKeysEvents>): KeysState {
  switch (event.type) {
    case 'KeyAdded': {
      const { kid, purpose, jwk, agency, source } = event.data;
      return { keys: [...state.keys, { kid, purpose, jwk, agency, source, state: 'current' }] };
    }
    case 'KeyRetired':
      return withState(state, event.data.kid, 'retired');
    case 'KeyRevoked':
      return withState(state, event.data.kid, 'revoked');
  }
}

const withState = ({ keys }: KeysState, kid: string, state: KeyOnRecord['state']): KeysState => ({
  keys: keys.map((key) => (key.kid === kid ? { ...key, state } : key)),
});

/** Folds `ledger-keys`, in order. Types it does not know change nothing. */
export const foldKeys = folding(ledgerKeysEvents, evolveKeys, noKeys);

/**
 * Adds a key; a kid is added once, never again. That `kid` is the key's thumbprint and `proof` its signature is checked by the caller,
 * which can compute them. `KEY_ALREADY_ADDED`, `BODY_INVALID` for members that do not go with the purpose, `DATE_IN_FUTURE`.
 */
export function addKey(data: KeyAdded, context: DecisionContext, state: KeysState): ProposedEvent[] {
  if (state.keys.some(({ kid }) => kid === data.kid)) throw new LedgerError('KEY_ALREADY_ADDED', data.kid);
  refuseMisfit(data);
  refuseOtherSource(data, state);
  refuseFuture(data.on, context);
  return [propose('KeyAdded', data)];
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

/** What an agency may be called: its name stands in the names of its topics, none of which may be another one's. */
const agencyName = /^(?!(?:public|dead-letters)$)[a-z][a-z0-9-]{1,39}$/;

/** `BODY_INVALID` for a name that no agency may have. */
export function refuseAgencyName(agency: string): void {
  if (!agencyName.test(agency))
    throw new LedgerError('BODY_INVALID', {
      path: 'agency',
      reason:
        'must be 2 to 40 lowercase letters, digits and hyphens, the first a letter, and neither public nor dead-letters',
    });
}

/** An agency has one source for all its keys and shares it with no other, so that source and id name one submission. */
function refuseOtherSource({ agency, source }: KeyAdded, { keys }: KeysState): void {
  if (agency === undefined) return;
  refuseAgencyName(agency);
  if (keys.some((key) => key.agency !== undefined && (key.agency === agency) !== (key.source === source)))
    throw new LedgerError('BODY_INVALID', { path: 'source', reason: 'an agency has one source, and no other has it' });
}

export interface KeyEndContext extends DecisionContext {
  /** The key that will sign the statement; one that is ended while it signs would leave a ledger nobody can write. */
  readonly signedBy: string;
}

/** Ends a key in good order. `KEY_UNKNOWN`, `KEY_ENDED`, `KEY_IN_USE` for the key that signs or the last of its purpose, `DATE_IN_FUTURE`. */
export function retireKey(data: KeyRetired, context: KeyEndContext, state: KeysState): ProposedEvent[] {
  if (keyOf(state, data.kid).state !== 'current') throw new LedgerError('KEY_ENDED', data.kid);
  refuseInUse(data.kid, context, state);
  refuseFuture(data.on, context);
  return [propose('KeyRetired', data)];
}

/**
 * Ends a key that is in wrong hands, also one that was retired before. `KEY_UNKNOWN`, `KEY_ENDED` when it is revoked already,
 * `KEY_IN_USE` for the key that signs or the last of its purpose, `POSITION_UNKNOWN` when the last trusted size lies beyond the revocation, `DATE_IN_FUTURE`.
 */
export function revokeKey(
  data: KeyRevoked,
  context: KeyEndContext & { readonly size: number },
  state: KeysState,
): ProposedEvent[] {
  if (keyOf(state, data.kid).state === 'revoked') throw new LedgerError('KEY_ENDED', data.kid);
  refuseInUse(data.kid, context, state);
  if (data.lastTrustedSize > context.size)
    throw new LedgerError('POSITION_UNKNOWN', { path: 'lastTrustedSize', reason: `at most ${context.size}` });
  refuseFuture(data.on, context);
  return [propose('KeyRevoked', data)];
}

function keyOf({ keys }: KeysState, kid: string): KeyOnRecord {
  const key = keys.find((one) => one.kid === kid);
  if (key === undefined) throw new LedgerError('KEY_UNKNOWN', kid);
  return key;
}

/** Neither the key that signs nor the last one that could sign statements or checkpoints is ended. */
function refuseInUse(kid: string, { signedBy }: KeyEndContext, { keys }: KeysState): void {
  if (kid === signedBy) throw new LedgerError('KEY_IN_USE', 'start the registry with another key first');
  const purpose = keys.find((one) => one.kid === kid)?.purpose;
  const others = keys.filter((one) => one.purpose === purpose && one.kid !== kid && one.state === 'current');
  if ((purpose === 'issuer' || purpose === 'log') && others.length === 0)
    throw new LedgerError('KEY_IN_USE', `add another key for ${purpose} first`);
}

const propose = <T extends keyof LedgerKeysEvents>(
  type: T,
  data: PayloadOf<LedgerKeysEvents[T]>,
): ProposedEvent<T, PayloadOf<LedgerKeysEvents[T]>> => ({
  stream: keysStream,
  type,
  version: ledgerKeysEvents[type].ver,
  codes: [],
  data,
});
