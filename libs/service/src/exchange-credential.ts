import { createHash, timingSafeEqual } from 'node:crypto';

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

import { LedgerError } from '#libs/ledger';

import { reads } from './openapi/described.js';

/** The secret that exchange, or its operator, shows, in the header `ledger-exchange`. */
export const ShownSecret = createParamDecorator(
  reads(
    (_: unknown, context: ExecutionContext): string | undefined => {
      const { headers } = context
        .switchToHttp()
        .getRequest<{ headers: Record<string, string | string[] | undefined> }>();
      const shown = headers['ledger-exchange'];
      return typeof shown === 'string' ? shown : undefined;
    },
    {
      name: 'Ledger-Exchange',
      in: 'header',
      required: true,
      description: 'The secret that registry and exchange share, EXCHANGE_SECRET.',
      schema: { type: 'string' },
    },
  ),
);

/** Knows exchange by a secret of its own and by no role: no token of a person opens the way that messages come in. */
export class ExchangeCredential {
  constructor(private readonly secret: string | undefined) {}

  /** Throws `UNAUTHENTICATED`; always when no secret is configured. */
  demand(shown: string | undefined): void {
    if (this.secret !== undefined && shown !== undefined && timingSafeEqual(hash(shown), hash(this.secret))) return;
    throw new LedgerError('UNAUTHENTICATED', 'the secret that registry and exchange share is shown here');
  }
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
