import type { FastifyInstance } from 'fastify';

import { type JsonObject, LedgerError } from '#libs/ledger';

import { templateOf } from './document.js';

/** What a server really answers to, as it is told of each route. */
export class RegisteredRoutes {
  private readonly routes = new Set<string>();

  constructor(server: FastifyInstance) {
    server.addHook('onRoute', ({ method, url, path }) => {
      for (const verb of [method].flat()) this.routes.add(`${verb} ${templateOf(url === '' ? path : url)}`);
    });
  }

  /** Throws `CONFIGURATION` when a route is not described, or one is described that is not there. `HEAD` goes with `GET`. */
  refuseOthersThan(document: JsonObject): void {
    const described = Object.entries(document['paths'] as JsonObject).flatMap(([path, methods]) =>
      Object.keys(methods as JsonObject).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const there = [...this.routes].filter((route) => !route.startsWith('HEAD '));
    const hidden = there.filter((route) => !described.includes(route));
    const absent = described.filter((route) => !this.routes.has(route));
    if (hidden.length + absent.length === 0) return;
    throw new LedgerError(
      'CONFIGURATION',
      `routes not described: ${hidden.join(', ')}; not there: ${absent.join(', ')}`,
    );
  }
}
