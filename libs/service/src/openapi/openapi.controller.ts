import { Controller, Get, Header } from '@nestjs/common';

import type { JsonObject } from '#libs/ledger';

import { pageSecurity } from '../page-frame.js';
import { openApiPage } from './page.js';

/** The interface's description, of the service it is asked of. */
export class Interface {
  readonly page: string;

  constructor(readonly document: JsonObject) {
    this.page = openApiPage(document);
  }
}

@Controller()
export class OpenApiController {
  constructor(private readonly described: Interface) {}

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
