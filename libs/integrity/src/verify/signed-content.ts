import type { Trust } from '../trust.js';
import { byStream, checkAudience, type Streams } from './audience.js';
import { checkCiphertexts } from './ciphertexts.js';
import { type CodesInForce, readCodes } from './codes-in-force.js';
import { checkDisclosures, type Disclosures } from './disclosures.js';
import type { BundleFiles } from './bundle-files.js';
import type { Findings } from './finding.js';
import { checkGenesis } from './genesis.js';
import { readKeys } from './key-events.js';
import type { KeyRing } from './key-ring.js';
import type { Slots } from './sealed-places.js';
import { checkSignatures } from './signatures.js';
import { agreedSlots } from './slots.js';
import { checkStatements } from './statement-rules.js';
import { type Leaf, readStatements, type Statement } from './statements.js';

/** What the bundle says, once its statements, keys and disclosures were read and checked. */
export interface SignedContent {
  readonly leaves: readonly Leaf[];
  readonly statements: readonly Statement[];
  readonly streams: Streams;
  readonly ring: KeyRing;
  readonly codes: CodesInForce;
  readonly disclosures: Disclosures;
  /** Positions of doubted statements. */
  readonly doubted: readonly number[];
}

/** Second check: every statement is well formed, of this ledger, and signed with a key that could sign it; so is what it seals. */
export async function checkSigned(
  files: BundleFiles,
  { trust, slots: own }: { readonly trust?: Trust; readonly slots?: Slots },
  findings: Findings,
): Promise<SignedContent> {
  const origin = trust?.origin ?? files.manifest.origin;
  const slots = agreedSlots(files, own);
  const { leaves, statements } = readStatements(files, findings);
  const streams = byStream(statements);
  const ring = await readKeys(statements, findings);
  const codes = readCodes(statements, findings);
  checkGenesis(statements, ring, { ...trust, origin }, findings);
  checkStatements(statements, { origin, codes, slots }, findings);
  checkAudience(streams, files.manifest, findings);
  const doubted = await checkSignatures(statements, ring, findings);
  const disclosures = checkDisclosures(files, statements, findings);
  if (files.manifest.code === undefined) checkCiphertexts(files, statements, slots, findings);
  return { leaves, statements, streams, ring, codes, disclosures, doubted };
}
