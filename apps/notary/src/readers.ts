import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { verifyOperatorProof } from '#libs/integrity';
import type { Role } from '#libs/ledger';
import { pathOf, reads } from '#libs/service';

import { LedgerKeys } from './ledger-keys.js';
import { Notary, type Signed } from './notary.js';
import { Publication } from './publication.js';

/** Who asks for something, and for what. */
export interface Asking {
  readonly path: string;
  /** Undefined for the public, who come without a token. */
  readonly roles: readonly Role[] | undefined;
  /** Proof of possession of an issuer key over this request. */
  readonly proof: string | undefined;
}

/** The request as far as it decides which checkpoint its reader gets. */
export const Asked = createParamDecorator(
  reads(
    (_: unknown, context: ExecutionContext): Asking => {
      const request = context.switchToHttp().getRequest<FastifyRequest>();
      const proof = request.headers['ledger-operator'];
      return {
        path: pathOf(request),
        roles: request.identity?.roles,
        proof: typeof proof === 'string' ? proof : undefined,
      };
    },
    {
      name: 'Ledger-Operator',
      in: 'header',
      required: false,
      description:
        'Proof of possession of a current issuer key over this very request; by it the registry gets what bundles carry.',
      schema: { type: 'string' },
    },
  ),
);

/** Which checkpoint whom is shown: staff and submitters the newest, the registry what it may hand out, everyone else the public one. */
@Injectable()
export class Readers {
  constructor(
    private readonly notary: Notary,
    private readonly publication: Publication,
    private readonly keys: LedgerKeys,
    private readonly origin: string,
  ) {}

  /** Throws `NOTARY_UNAVAILABLE` while there is none. */
  async checkpointFor(asking: Asking): Promise<Signed> {
    if (await this.isRegistry(asking)) return this.publication.handedOut;
    return asking.roles === undefined ? this.publication.checkpoint : this.notary.checkpoint;
  }

  /** What a proof for this reader is made under: nothing is handed out that a configured quorum has not cosigned. */
  proofUnder({ roles }: Asking): Signed {
    return roles === undefined ? this.publication.checkpoint : this.publication.handedOut;
  }

  /** Whoever can write the ledger may see how long it is. */
  private async isRegistry({ proof, path }: Asking): Promise<boolean> {
    if (proof === undefined) return false;
    const request = { origin: this.origin, method: 'GET', path, body: new Uint8Array() };
    for (const jwk of this.keys.issuers) if (await verifyOperatorProof(proof, jwk, request)) return true;
    return false;
  }
}
