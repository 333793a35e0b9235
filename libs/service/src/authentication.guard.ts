import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { LedgerError } from '#libs/ledger';

import { Authenticator } from './identity.js';

/** Establishes who asks; what they may do is decided where it is done. A token that is not accepted is never treated as none. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(private readonly authenticator: Authenticator) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const header = request.headers.authorization;
    if (header === undefined) return true;
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(header)?.[1];
    if (token === undefined) throw new LedgerError('UNAUTHENTICATED');
    request.identity = await this.authenticator.authenticate(token);
    return true;
  }
}
