import { isJsonObject, type JsonObject, keysStream } from '#libs/ledger';
import { isEd25519Jwk, isKeyPurpose, isX25519Jwk, type KeyPurpose, thumbprint, verifyKeyProof } from '../keys.js';
import { KeyRing } from './key-ring.js';
import type { Findings } from './finding.js';
import type { Statement } from './statements.js';

/** Reads the life of every key from `ledger-keys`; a statement there that does not say what it must is KEY_EVENT. */
export class KeyReader {
  readonly ring = new KeyRing();

  constructor(private readonly findings: Findings) {}

  isAbout = ({ stream }: Statement): boolean => stream === keysStream;

  async see(statement: Statement): Promise<void> {
    const problem = await applyKeyEvent(this.ring, statement);
    if (problem !== undefined) this.findings.add('KEY_EVENT', problem, statement);
  }
}

/** Applies one event to the ring; one sentence part when it cannot be. */
function applyKeyEvent(ring: KeyRing, statement: Statement): Promise<string | undefined> | string | undefined {
  switch (statement.event.type) {
    case 'KeyAdded':
      return addKey(ring, statement);
    case 'KeyRetired':
      return retireKey(ring, statement);
    case 'KeyRevoked':
      return revokeKey(ring, statement);
    default:
      return undefined;
  }
}

async function addKey(ring: KeyRing, { position, kid: addedBy, iss, event }: Statement): Promise<string | undefined> {
  const { kid, jwk, purpose, proof } = event.data;
  if (!isKeyPurpose(purpose)) return 'the key has no known purpose';
  if (!hasMembers(event.data, addedMembers[purpose])) return 'the statement does not have the members of its purpose';
  if (purpose === 'intake' ? !isX25519Jwk(jwk) : !isEd25519Jwk(jwk)) return 'the key is not of its purpose’s kind';
  if (!isX25519Jwk(jwk) && !isEd25519Jwk(jwk)) return 'the key is of no known kind';
  if (kid !== thumbprint(jwk)) return 'the kid is not the thumbprint of the key';
  if (isEd25519Jwk(jwk) && !(typeof proof === 'string' && (await verifyKeyProof(proof, jwk, iss, purpose))))
    return 'the key does not prove that its holder has it';
  return ring.add({ kid, jwk, purpose, addedAt: position, addedBy }) ? undefined : 'the key was added before';
}

const addedMembers: Readonly<Record<KeyPurpose, string>> = {
  issuer: 'jwk,kid,on,proof,purpose',
  log: 'jwk,kid,on,proof,purpose',
  intake: 'jwk,kid,on,purpose',
  agency: 'agency,jwk,kid,on,proof,purpose,source',
};

function retireKey(ring: KeyRing, { position, event }: Statement): string | undefined {
  const key = ring.get(String(event.data.kid));
  if (!hasMembers(event.data, 'kid,on')) return 'the statement does not have the members of a retirement';
  if (key === undefined) return 'the key to retire was never added';
  if (key.retiredAt !== undefined) return 'the key was retired before';
  key.retiredAt = position;
  return undefined;
}

/** Revoking again counts when it trusts less: the earliest revocation and the smallest trusted size hold. */
function revokeKey(ring: KeyRing, { position, event }: Statement): string | undefined {
  const { kid, lastTrustedSize: size } = event.data;
  const key = ring.get(String(kid));
  if (!hasMembers(event.data, 'kid,lastTrustedSize,on'))
    return 'the statement does not have the members of a revocation';
  if (key === undefined) return 'the key to revoke was never added';
  if (typeof size !== 'number' || size < 0 || size > position)
    return 'the last trusted size lies beyond the revocation';
  key.revokedAt ??= position;
  key.trustedBelow = Math.min(key.trustedBelow ?? size, size);
  return undefined;
}

const hasMembers = (data: JsonObject, members: string): boolean =>
  isJsonObject(data) && Object.keys(data).sort().join() === members;
