import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { type JsonObject, LedgerError } from '#libs/ledger';

/** A parameter that a query may have. */
export interface QueryParameter {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonObject;
}

/** The parameters given, each once. */
export type Given = Readonly<Record<string, string | undefined>>;

export const askedFactory = (known: readonly QueryParameter[], context: ExecutionContext): Given => {
  const query = context.switchToHttp().getRequest<FastifyRequest>().query as Record<string, unknown>;
  const names = known.map(({ name }) => name);
  for (const [name, value] of Object.entries(query)) {
    if (!names.includes(name)) throw refusal(name.slice(0, 80), `not a parameter here; known are ${names.join(', ')}`);
    if (typeof value !== 'string') throw refusal(name, 'given more than once');
  }
  return query as Given;
};

const refusal = (path: string, reason: string): LedgerError => new LedgerError('REQUEST_INVALID', { path, reason });

/** The query of a request, which has these parameters and no others. Throws `REQUEST_INVALID` naming the one at fault. */
export const Asked = createParamDecorator(askedFactory);
