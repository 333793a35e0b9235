import { Injectable } from '@nestjs/common';

import type { KeyOnRecord } from '#libs/domain';
import { fromBase64, isEd25519Jwk, readSignedMessage } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import { LedgerIdentity } from '../ledger-identity.js';
import { Operator } from '../ledger/operator.js';
import { Intake } from './intake.js';
import { openSealed } from './sealed-message.js';
import { claimsOf, type SubmissionClaims } from './submission-claims.js';
import type { SubmissionRequest } from './submission-request.js';

/** The type of the JWS that an agency signs. */
const signedType = 'ledger-submission+jws';

/** What an agency is known to have said. */
export interface ReadSubmission {
  readonly claims: SubmissionClaims;
  /** The compact JWS: what tells whether a repeated submission is the same. */
  readonly jws: string;
}

/** Opens what an agency sealed and finds out whether the agency said it. */
@Injectable()
export class SubmissionReading {
  constructor(
    private readonly operator: Operator,
    private readonly intake: Intake,
    private readonly identity: LedgerIdentity,
  ) {}

  /**
   * Throws `SUBMISSION_UNREADABLE`, `SUBMISSION_UNVERIFIED`, `SUBMISSION_MISDIRECTED`, `KEY_UNKNOWN` or `KEY_ENDED` while it is not known that
   * the agency said it; what it then says can have the faults of any body.
   */
  async read(request: SubmissionRequest): Promise<ReadSubmission> {
    const { agency, topic, value } = request;
    if (topic !== `ledger.submissions.${agency}.v1`) throw misdirected('topic');
    const message = fromBase64(value);
    if (message === undefined) throw new LedgerError('SUBMISSION_UNREADABLE', 'it is no base64');
    const keys = await this.operator.keys();
    const jws = await openSealed(message, async (kid) =>
      isIntake(keys, kid) ? this.intake.privateKey(kid) : undefined,
    );
    const signed = readSignedMessage(jws, signedType);
    if (signed === undefined) throw new LedgerError('SUBMISSION_UNVERIFIED', `it seals no ${signedType}`);
    const key = keyOf(keys, agency, signed.kid);
    if (!isEd25519Jwk(key.jwk) || !(await signed.isSignedBy(key.jwk)))
      throw new LedgerError('SUBMISSION_UNVERIFIED', 'the signature is not by this key');
    const claims = await claimsOf(signed.payload);
    this.refuseMisdirected(claims, request, key);
    return { claims, jws };
  }

  private refuseMisdirected({ iss, jti, aud }: SubmissionClaims, request: SubmissionRequest, key: KeyOnRecord): void {
    if (aud !== this.identity.origin) throw misdirected('aud');
    if (iss !== key.source) throw misdirected('iss');
    if (iss !== request.source) throw misdirected('ce_source');
    if (jti !== request.id) throw misdirected('ce_id');
  }
}

const isIntake = (keys: readonly KeyOnRecord[], kid: string): boolean =>
  keys.some((key) => key.kid === kid && key.purpose === 'intake' && key.state === 'current');

function keyOf(keys: readonly KeyOnRecord[], agency: string, kid: string): KeyOnRecord {
  const key = keys.find((one) => one.agency === agency && one.kid === kid);
  if (key === undefined) throw new LedgerError('KEY_UNKNOWN', 'no key of this agency');
  if (key.state !== 'current') throw new LedgerError('KEY_ENDED', `it is ${key.state}`);
  return key;
}

const misdirected = (path: string): LedgerError =>
  new LedgerError('SUBMISSION_MISDIRECTED', { path, reason: 'is not the one expected' });
