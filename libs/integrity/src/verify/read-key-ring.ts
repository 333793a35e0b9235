import { keysStream } from '#libs/ledger';
import { fromBase64url, fromUtf8 } from '../bytes.js';
import { type Ed25519Jwk, publicKeyBytes, thumbprint } from '../keys.js';
import { verifyEd25519 } from '../platform.js';
import { readCompactJwt } from '../statement.js';
import type { Trust } from '../trust.js';
import { Findings } from './finding.js';
import { KeyReader } from './key-events.js';
import type { KeyRing } from './key-ring.js';
import { readStatement, type Statement } from './statements.js';

/**
 * The lives of a ledger's keys, from all its statements in order of position as compact JWTs. Only those count that are signed, in an
 * unbroken line from the pinned first key; what else is wrong with them is for `verifyHistory` to find.
 */
export async function readKeyRing(jwts: Iterable<string>, { origin, genesis }: Trust): Promise<KeyRing> {
  const unread = new Findings();
  const reader = new KeyReader(unread);
  let position = -1;
  for (const jwt of jwts) {
    position++;
    if (!namesKeys(jwt)) continue;
    const statement = readStatement(position, readCompactJwt(jwt), unread);
    if (statement === undefined || !reader.isAbout(statement) || statement.iss !== origin) continue;
    const key = signerOf(statement, reader.ring, genesis);
    if (key && (await verifyEd25519(publicKeyBytes(key), statement.signed, statement.signature)))
      await reader.see(statement);
  }
  return reader.ring;
}

/** Spares the many statements of other streams from being read whole. */
function namesKeys(jwt: string): boolean {
  const payload = fromBase64url(jwt.slice(jwt.indexOf('.') + 1, jwt.lastIndexOf('.')));
  return payload !== undefined && (fromUtf8(payload) ?? '').includes(`"${keysStream}"`);
}

/** Position 1 adds the pinned key, signed by itself. */
function signerOf({ position, kid, event }: Statement, ring: KeyRing, genesis: Ed25519Jwk): Ed25519Jwk | undefined {
  if (position === 1)
    return kid === thumbprint(genesis) && event.data.kid === kid && event.type === 'KeyAdded' ? genesis : undefined;
  const verdict = ring.judge(kid, position);
  const jwk = verdict === 'trusted' || verdict === 'doubted' ? ring.get(kid)?.jwk : undefined;
  return jwk?.crv === 'Ed25519' ? jwk : undefined;
}
