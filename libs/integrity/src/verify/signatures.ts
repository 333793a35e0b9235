import { publicKeyBytes } from '../keys.js';
import { verifyEd25519 } from '../platform.js';
import type { Findings } from './finding.js';
import type { KeyRing } from './key-ring.js';
import type { Statement } from './statements.js';

const atOnce = 256;

const reasons = {
  KEY_UNKNOWN: 'the key that signed is not among the keys of this ledger',
  KEY_NOT_YET_ADDED: 'the key that signed was added only later',
  KEY_PURPOSE: 'the key that signed is not an issuer key',
  KEY_RETIRED: 'the key that signed had been retired',
  KEY_REVOKED: 'the key that signed had been revoked',
} as const;

/** Every statement's key and signature. Returns the positions of the doubted ones, which are listed but no findings. */
export async function checkSignatures(
  statements: readonly Statement[],
  ring: KeyRing,
  findings: Findings,
): Promise<number[]> {
  const doubted: number[] = [];
  for (let from = 0; from < statements.length; from += atOnce) {
    const some = statements.slice(from, from + atOnce);
    const valid = await Promise.all(some.map((statement) => isSigned(statement, ring)));
    for (const [i, statement] of some.entries()) {
      const verdict = ring.judge(statement.kid, statement.position);
      if (verdict === 'doubted') doubted.push(statement.position);
      else if (verdict !== 'trusted') findings.add(verdict, reasons[verdict], statement);
      if (valid[i] === false) findings.add('BAD_SIGNATURE', 'the signature does not fit the statement', statement);
    }
  }
  return doubted;
}

/** `undefined` when there is no Ed25519 key to check with, which the verdict on the key has said already. */
async function isSigned({ kid, signed, signature }: Statement, ring: KeyRing): Promise<boolean | undefined> {
  const key = ring.get(kid);
  return key?.jwk.crv === 'Ed25519' ? verifyEd25519(publicKeyBytes(key.jwk), signed, signature) : undefined;
}
