import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';

import { Caller, type Identity } from '#libs/service';

import { CommunicationPages, type LetterPath } from './communication-pages.js';
import type { CommunicationView } from './communication-view.js';
import { LevelGuard } from './level-guard.js';
import { momentQuery, type RawQuery } from './query.js';
import { sightOf } from './readers.js';

/** One letter's page. */
@Controller('v1/communications')
@UseGuards(LevelGuard)
export class CommunicationsReadController {
  constructor(private readonly pages: CommunicationPages) {}

  @Get(':code/:serial/:year')
  one(@Param() path: LetterPath, @Query() query: RawQuery, @Caller() caller: Identity): Promise<CommunicationView> {
    return this.pages.page(path, momentQuery(query), sightOf(caller));
  }
}
