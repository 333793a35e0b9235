import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

import { isAddresseeCode, isOtherActor } from '#libs/domain';
import { LedgerError } from '#libs/ledger';

import type { BundleOrder } from './bundle-order.js';

const eventId = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whose file, for whose eyes, and from which size of the ledger on a proof of consistency is wanted. */
export class BundleRequest {
  /** The addressee whose file it is; an auditor's bundle is of the whole ledger and names none. */
  @IsOptional()
  @Matches(/^[A-Z]{3}$/, { message: '$property must be an addressee code' })
  readonly code?: string;

  @IsIn(['addressee', 'public', 'auditor'])
  readonly audience: 'addressee' | 'public' | 'auditor';

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly since?: number;

  /** The approved request on which an auditor's bundle rests; no other rests on one. */
  @IsOptional()
  @Matches(eventId, { message: '$property must be an event id' })
  readonly request?: string;
}

/** What is to be made. Throws `BODY_INVALID` when a member is missing or too many for these readers, `ADDRESSEE_NOT_FOUND`. */
export function orderOf({ code, audience, since, request }: BundleRequest): BundleOrder {
  const proved = since === undefined ? {} : { since };
  if (audience === 'auditor') {
    if (code !== undefined) throw refusal('code', 'an auditor’s bundle is of the whole ledger');
    return { audience, ...proved };
  }
  if (code === undefined) throw refusal('code', 'must be there');
  if (request !== undefined) throw refusal('request', 'a bundle for these readers rests on none');
  if (isOtherActor(code)) throw refusal('code', 'only a State has a bundle of its own');
  if (!isAddresseeCode(code)) throw new LedgerError('ADDRESSEE_NOT_FOUND', code);
  return { audience, code, ...proved };
}

const refusal = (path: string, reason: string): LedgerError => new LedgerError('BODY_INVALID', { path, reason });
