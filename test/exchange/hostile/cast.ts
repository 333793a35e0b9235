import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { KeyFileSigner, SystemEntropy } from '#libs/keyring';
import { type LedgerProcess, type SubmitsTo, SubmittingAgency } from '#libs/testing';

import { addedAgency } from '../../e2e/agencies.js';
import { ledgerCommand } from '../../e2e/ledger-command.js';

/** Those from whom hostile messages seem to come. */
export interface Cast {
  /** The agency on whose topic all of them are put. */
  readonly agency: SubmittingAgency;
  /** The same, under a key that was retired. */
  readonly retired: SubmittingAgency;
  /** One who says to be it, under a key that nobody knows. */
  readonly stranger: SubmittingAgency;
  /** Another agency of the ledger. */
  readonly other: SubmittingAgency;
  readonly origin: string;
  /** The intake key of the ledger, and one that is not on record. */
  readonly intake: SubmitsTo['intake'];
  readonly otherIntake: SubmitsTo['intake'];
}

/** Adds two agencies to a ledger, and makes those who only pretend to be one. */
export async function castOf(ledger: LedgerProcess, home: string, name: string): Promise<Cast> {
  const { agency, needs } = await addedAgency(ledger, home, name);
  const ended = await addedAgency(ledger, home, name);
  const other = await addedAgency(ledger, home, `${name}-other`);
  const env = { LEDGER_URL: ledger.url, LEDGER_HOME: home };
  await ledgerCommand(['keys', 'retire', ended.needs.kid], env);
  const unknown = await KeyFileSigner.open(join(home, '..', `${randomUUID()}.jwk`), new SystemEntropy());
  const { x = '' } = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' });
  return {
    ...{ agency, origin: needs.origin, intake: needs.intake, other: other.agency, retired: ended.agency },
    stranger: new SubmittingAgency(name, agency.source, unknown, needs),
    otherIntake: { kid: 'o'.repeat(43), jwk: { crv: 'X25519', kty: 'OKP', x } },
  };
}
