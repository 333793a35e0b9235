import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { LedgerError } from '#libs/ledger';

import { Follower } from '../follower.js';
import { positionOf } from './query.js';

const patience = 2000;

/**
 * Lets a caller read its own writes: with `?atLeast=<position>` the request waits until the views show that position, and is refused as
 * NOT_READY after two seconds.
 */
@Injectable()
export class LevelGuard implements CanActivate {
  constructor(private readonly follower: Follower) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const asked = (request.query as Record<string, unknown>)['atLeast'];
    if (asked === undefined) return true;
    if (typeof asked !== 'string') throw new LedgerError('REQUEST_INVALID', { path: 'atLeast', reason: 'given once' });
    await this.follower.reach(positionOf('atLeast', asked), patience);
    return true;
  }
}
