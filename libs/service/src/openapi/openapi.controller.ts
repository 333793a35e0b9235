import { Controller, Get, Header } from '@nestjs/common';

import type { JsonObject } from '#libs/ledger';

import { openApiPage, pageSecurity } from './page.js';

/** The interface's description, of the service it is asked of. */
export class Interface {
  readonly page: string;

  constructor(readonly document: JsonObject) {
    this.page = openApiPage(document);
  }
}

/** Where to go on from the address of a service. */
export interface Start {
  readonly name: string;
  /** The interface, to read and for programs. */
  readonly interface: string;
  readonly openapi: string;
  readonly health: string;
  readonly ready: string;
  /** Pages of the source. */
  readonly docs: readonly string[];
}

const start: Start = {
  name: 'Allegation Ledger',
  ...{ interface: '/openapi', openapi: '/openapi.json', health: '/healthz', ready: '/readyz' },
  docs: ['README.md', 'docs/running.md'],
};

@Controller()
export class OpenApiController {
  constructor(private readonly described: Interface) {}

  /** Where to go on: the interface, the health of the service, and the pages of the source that show calls. */
  @Get()
  start(): Start {
    return start;
  }

  /** This description: OpenAPI 3.1. */
  @Get('openapi.json')
  json(): JsonObject {
    return this.described.document;
  }

  /** The same to read: one page without scripts. */
  @Get('openapi')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', pageSecurity)
  page(): string {
    return this.described.page;
  }
}
