import { Controller, Get, Header, Headers, StreamableFile } from '@nestjs/common';

import { pageSecurity } from '../page-frame.js';
import { type Front, startPage } from './start-page.js';
import { wantsPage } from './wants-page.js';

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

/** A list with a tick: lines of a ledger. */
const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#0b4a8f" d="M2 0h12v16H2z"/><path stroke="#fff" d="M4 4.5h8M4 7.5h8M4 10.5h5"/></svg>';

/** What the page at the address of this service says, where there is anything to say. */
export class FrontOfService {
  constructor(readonly front: Front | undefined) {}
}

@Controller()
export class StartController {
  constructor(private readonly shown: FrontOfService) {}

  /** Where to go on: the interface, the health of the service, and the pages of the source that show calls. A browser, which asks for HTML, gets a page that leads to what anybody may read. */
  @Get()
  @Header('vary', 'accept')
  @Header('content-security-policy', pageSecurity)
  start(@Headers('accept') accept: string | undefined): Start | StreamableFile {
    return wantsPage(accept) ? pageFile(startPage(this.shown.front)) : start;
  }

  /** The sign of the pages, a drawing. */
  @Get('favicon.ico')
  @Header('content-type', 'image/svg+xml')
  @Header('cache-control', 'max-age=86400')
  icon(): string {
    return icon;
  }
}

const pageFile = (page: string): StreamableFile =>
  new StreamableFile(Buffer.from(page), { type: 'text/html; charset=utf-8' });
