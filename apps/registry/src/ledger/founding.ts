import {
  addKey,
  adoptPolicy,
  foundingCodes,
  foundLedger,
  noKeys,
  noPolicy,
  policyFiles,
  zurichDay,
} from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import { Writer } from '#libs/event-store';
import {
  type Claims,
  type Ed25519Jwk,
  encodePayload,
  keyProof,
  keyProofInput,
  type KeyPurpose,
  sha256,
  type Signer,
  toHex,
} from '#libs/integrity';
import type { Identifiers } from '#libs/keyring';
import { type Clock, type JsonObject, type ProposedEvent } from '#libs/ledger';

/** The log's public key with the proof that its holder asks for it to be added. */
export interface ProvenKey {
  readonly kid: string;
  readonly jwk: Ed25519Jwk;
  readonly proof: string;
}

export interface FoundingParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly issuer: Signer;
  readonly log: ProvenKey;
  readonly origin: string;
}

const promise = 'every signed statement is logged within 60 s';

/** The key of a signer with its proof of possession for this origin and purpose (design page 7.1). */
export async function provenKey(signer: Signer, origin: string, purpose: KeyPurpose): Promise<ProvenKey> {
  const input = keyProofInput(signer.kid, origin, purpose);
  return { kid: signer.kid, jwk: signer.publicJwk, proof: keyProof(input, await signer.sign(input)) };
}

/** Writes the first events in one append: the founding, the issuer key, the log key, the policies and reference data in force. */
export async function foundTheLedger(parts: FoundingParts): Promise<void> {
  const { store, clock, issuer, log, origin } = parts;
  const genesis = await provenKey(issuer, origin, 'issuer');
  const writer = new Writer(store, { signer: issuer, clock });
  const streams = ['ledger-policy', 'ledger-keys'];
  await writer.write({
    ids: [],
    streams,
    decide: (view) => {
      if (view.size > 0) return [];
      const revisions = new Map(streams.map((stream) => [stream, 0]));
      return foundingEvents({ origin, genesis, log, now: Date.parse(view.time) }).map(({ event, key }) => {
        const rev = revisions.get(event.stream) ?? 0;
        revisions.set(event.stream, rev + 1);
        return draft(event, { parts, key, rev, time: view.time });
      });
    },
  });
  await writer.close();
}

interface Founding {
  readonly origin: string;
  readonly genesis: ProvenKey;
  readonly log: ProvenKey;
  readonly now: number;
}

function foundingEvents({ origin, genesis, log, now }: Founding): { event: ProposedEvent; key: string }[] {
  const context = { now, today: zurichDay(now) };
  const on = context.today;
  const founded = foundLedger({ on, origin, codes: foundingCodes, promise }, context, noPolicy);
  const state = { ...noPolicy, origin, codes: new Set(foundingCodes) };
  const files = policyFiles().flatMap(({ file, text }) => {
    const digest = toHex(sha256(text));
    return adoptPolicy({ on, file, digest }, context, state).map((event) => ({
      event,
      key: `PolicyAdopted:${digest}`,
    }));
  });
  const keys = [
    { key: genesis, purpose: 'issuer' as const },
    { key: log, purpose: 'log' as const },
  ].flatMap(({ key, purpose }) =>
    addKey({ on, ...key, purpose }, context, noKeys).map((event) => ({ event, key: `KeyAdded:${key.kid}` })),
  );
  return [...founded.map((event) => ({ event, key: `LedgerFounded:${origin}` })), ...keys, ...files];
}

interface DraftPlace {
  readonly parts: FoundingParts;
  readonly key: string;
  readonly rev: number;
  readonly time: string;
}

function draft(event: ProposedEvent, { parts, key, rev, time }: DraftPlace) {
  const { identifiers, origin } = parts;
  const id = identifiers.eventId('operator', key, 0);
  const { stream, type, version } = event;
  const by = { ps: identifiers.pseudonym('ledger:founding', 'operator', stream), role: 'operator' as const };
  const data = JSON.parse(JSON.stringify(event.data)) as JsonObject;
  const claims: Claims = { iss: origin, jti: id, sub: stream, rev, typ: type, ver: version, time, by, data };
  return { stream, id, payload: encodePayload(claims) };
}
