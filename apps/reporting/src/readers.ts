import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { addDays, foldKeys, zurichDay } from '#libs/domain';
import { type Ed25519Jwk, verifyOperatorProof } from '#libs/integrity';
import { Clock, LedgerError, type Role, roles } from '#libs/ledger';
import type { AsAt } from '#libs/projections';
import { type Identity, publicIdentity, reads } from '#libs/service';

import { LedgerHistory } from './ledger-history.js';
import { type Moment, Moments } from './moments.js';

/** Who asks for the figures or digests of a moment. */
export interface Asking {
  readonly identity: Identity;
  /** The address with its query. */
  readonly address: string;
  /** Proof of possession of an issuer key over this request. */
  readonly proof: string | undefined;
}

/** Who asks, by a token or as the registry. */
export const Reader = createParamDecorator(
  reads(
    (_: unknown, context: ExecutionContext): Asking => {
      const { identity = publicIdentity, url, headers } = context.switchToHttp().getRequest<FastifyRequest>();
      const proof = headers['ledger-operator'];
      return { identity, address: url, proof: typeof proof === 'string' ? proof : undefined };
    },
    {
      name: 'Ledger-Operator',
      in: 'header',
      required: false,
      description:
        'Proof of possession of a current issuer key over this very request; by it the registry has drafts made.',
      schema: { type: 'string' },
    },
  ),
);

const outside: ReadonlySet<Role> = new Set(['partner_agency', 'addressee', 'public', 'operator', 'clock']);
const readers = roles.filter((role) => !outside.has(role));

/** The staff of the Special Procedures and auditors, who may read every letter's record. */
export const readsAll = ({ roles: held }: Identity): boolean => held.some((role) => readers.includes(role));

/**
 * Which moments are shown to whom. Figures count what is not published, too: whoever could ask for two moments on either side of one letter
 * would read that letter's kind, region and people off their difference. So others than staff get moments that nobody chose for one letter:
 * those of recorded drafts, and the ends of months that are over: a month holds many letters, a day often one.
 */
@Injectable()
export class Readers {
  constructor(
    private readonly moments: Moments,
    private readonly history: LedgerHistory,
    private readonly clock: Clock,
  ) {}

  /** The place meant. `UNAUTHENTICATED` or `FORBIDDEN` for a moment that is not shown to this caller, and what `Moments` throws. */
  async placeFor(identity: Identity, moment: Moment): Promise<AsAt> {
    if (readsAll(identity)) return this.moments.at(moment);
    if (moment === 'latest') return this.latestShown();
    if ('day' in moment && this.endsPastMonth(moment.day)) return this.moments.at(moment);
    if ('position' in moment && (await this.drafted()).includes(moment.position)) return this.moments.at(moment);
    throw refusalOf(identity, 'the moments of drafts on record and the ends of past months are shown to everyone');
  }

  /** Throws `UNAUTHENTICATED` or `FORBIDDEN` unless the caller may read everything, or is the registry. */
  async demandAll({ identity, address, proof }: Asking): Promise<void> {
    if (readsAll(identity) || (proof !== undefined && (await this.isRegistry(proof, address)))) return;
    throw refusalOf(identity, 'for those who may read every letter');
  }

  /** Of what everyone is shown without naming a moment, the newest. */
  private async latestShown(): Promise<AsAt> {
    const drafts = await this.drafted();
    const over = await this.moments.lastBefore(`${this.today.slice(0, 7)}-01`);
    const position = Math.max(over, ...drafts);
    if (position < 0)
      throw new LedgerError('POSITION_UNKNOWN', { path: 'asOf', reason: 'nothing was recorded before this month' });
    return this.moments.at({ position });
  }

  private async drafted(): Promise<readonly number[]> {
    const { position } = await this.moments.at('latest');
    const drafts = this.history.upTo(position).filter(({ type }) => type === 'ReportGenerated');
    return drafts.map(({ data }) => data['position']).filter((drafted) => typeof drafted === 'number');
  }

  private endsPastMonth(day: string): boolean {
    return addDays(day, 1).endsWith('-01') && day < this.today;
  }

  private get today(): string {
    return zurichDay(this.clock.now());
  }

  /** Whoever can write the ledger may see all of it that is counted. */
  private async isRegistry(proof: string, path: string): Promise<boolean> {
    const founding = this.history.foundingUpTo(this.history.size);
    const origin = String(founding.find(({ type }) => type === 'LedgerFounded')?.data['origin'] ?? '');
    const issuers = foldKeys(founding).keys.filter(({ purpose, state }) => purpose === 'issuer' && state === 'current');
    const request = { origin, method: 'GET', path, body: new Uint8Array() };
    for (const { jwk } of issuers) if (await verifyOperatorProof(proof, jwk as Ed25519Jwk, request)) return true;
    return false;
  }
}

const refusalOf = ({ subject }: Identity, reason: string): LedgerError =>
  new LedgerError(subject === '' ? 'UNAUTHENTICATED' : 'FORBIDDEN', reason);
