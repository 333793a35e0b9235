import { fromUtf8 } from '../bytes.js';
import { parseSignedCheckpoint } from '../checkpoint.js';
import { publicKeyBytes, thumbprint } from '../keys.js';
import { verifyEd25519 } from '../platform.js';
import { parseReceipt, type Receipt } from '../receipt.js';
import { leafHash, readCompactJwt } from '../statement.js';
import { verifyInclusion } from '../tree.js';
import type { Trust } from '../trust.js';
import { checkSignedNote, differentLedgers, differing } from './checkpoint-check.js';
import { Findings } from './finding.js';
import type { CheckResult, VerifyResult } from './result.js';
import { readStatement, type Statement } from './statements.js';

export interface ReceiptOptions {
  /** A receipt says nothing of whose it is: what it is held against must be pinned. */
  readonly trust: Trust;
  /** The statement, when it lies beside the proof and not in it. */
  readonly jwt?: string;
}

/** Bytes: the largest statement, and a proof and checkpoint with every cosignature there could be. A longer file is no receipt. */
export const largestReceipt = 1024 * 1024;

/** How the statement's own signature stands. */
type Signature = 'by the first key' | 'by a later key' | 'of another ledger' | 'none';

/**
 * Verifies a receipt alone: that the statement is signed, and that it stands at its position under a checkpoint which the pinned log and the
 * witnesses of the pinned policy have signed. Never throws for what the bytes are.
 */
export async function verifyReceipt(bytes: Uint8Array, { trust, jwt }: ReceiptOptions): Promise<VerifyResult> {
  const findings = new Findings();
  const receipt = bytes.length > largestReceipt ? undefined : parseReceipt(fromUtf8(bytes) ?? '');
  const text = receipt?.jwt ?? jwt;
  if (receipt === undefined) findings.add('PROOF_FORM', 'it is not a proof of the form tlog-proof, of 1 MiB at most');
  else if (text === undefined) findings.add('FILE_MISSING', 'the statement is neither in the proof nor beside it');
  if (receipt === undefined || text === undefined) return resultOf(findings, 'none', undefined);
  const statement = readStatement(receipt.proof.index, readCompactJwt(text), findings);
  if (statement && statement.iss !== trust.origin)
    findings.add('ORIGIN', `receipt ${differentLedgers}: ${differing(statement.iss, trust)}`, statement);
  const signature = statement === undefined ? 'none' : await checkStatement(statement, trust, findings);
  await checkInclusion(receipt, text, trust, findings);
  return resultOf(findings, signature, statement && { statement, receipt });
}

/** A later key's own announcement is not part of a receipt: what it signed is then vouched for by the log alone. */
async function checkStatement(statement: Statement, trust: Trust, findings: Findings): Promise<Signature> {
  const { genesis, origin } = trust;
  if (statement.iss !== origin) return 'of another ledger';
  if (statement.kid !== thumbprint(genesis)) return 'by a later key';
  if (!(await verifyEd25519(publicKeyBytes(genesis), statement.signed, statement.signature)))
    findings.add('BAD_SIGNATURE', 'the signature does not fit the statement', statement);
  return 'by the first key';
}

async function checkInclusion({ proof }: Receipt, jwt: string, trust: Trust, findings: Findings): Promise<void> {
  const signed = parseSignedCheckpoint(proof.checkpoint);
  if (signed === undefined) return findings.add('CHECKPOINT_FORM', 'its checkpoint is not of its form');
  await checkSignedNote(signed, { origin: trust.origin, keys: [trust.log], policy: trust.policy }, findings);
  const leaf = { hash: leafHash(jwt), index: proof.index };
  if (!verifyInclusion(leaf, signed.checkpoint, proof.hashes))
    findings.add('INCLUSION', 'the proof does not lead from the statement to the root that the log signed', {
      position: proof.index,
    });
}

interface Read {
  readonly statement: Statement;
  readonly receipt: Receipt;
}

const unjudged: Partial<Record<Signature, string>> = {
  'by a later key': 'signed by a later key of the ledger; that it had been added, a bundle shows',
  'of another ledger': 'not checked: only the keys of the trusted ledger are known',
};

function resultOf(findings: Findings, signature: Signature, read: Read | undefined): VerifyResult {
  const why = unjudged[signature];
  const sound: readonly [CheckResult['check'], boolean | null, string][] = [
    ['files', true, 'a receipt: a statement and the proof that it is in the log'],
    why === undefined
      ? ['signatures', true, 'the statement is signed by the first key of the ledger']
      : ['signatures', null, why],
    ['inclusion', true, 'the statement stands in the ledger, at its position, under a signed checkpoint'],
    ['consistency', null, 'not checked: that is asked of bundles'],
    ['streams', null, 'not checked: a receipt is about one statement'],
    ['views', null, 'not checked: a receipt holds no views'],
  ];
  const checks = sound.map(([check, ok, detail]): CheckResult => {
    const count = findings.count(check);
    if (count > 0) return { check, ok: false, detail: `${count} ${count === 1 ? 'finding' : 'findings'}` };
    return read === undefined && ok === true ? { check, ok: null, detail: 'not checked' } : { check, ok, detail };
  });
  return {
    ok: checks.every(({ ok }) => ok !== false),
    trust: 'pinned',
    checks,
    findings: findings.list,
    findingsTotal: findings.total,
    ...(read && { receipt: summaryOf(read) }),
    doubted: [],
    missingSerials: [],
  };
}

function summaryOf({ statement: { iss, event }, receipt }: Read): NonNullable<VerifyResult['receipt']> {
  const size = parseSignedCheckpoint(receipt.proof.checkpoint)?.checkpoint.size;
  const { position, id, stream, type, time } = event;
  return { origin: iss, position, eventId: id, stream, type, time, ...(size !== undefined && { size }) };
}
