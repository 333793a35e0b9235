import { Controller, Get, Param, UseGuards } from '@nestjs/common';

import { Asked, Caller, type Given, type Identity } from '#libs/service';

import { CommunicationPages, type LetterPath } from './communication-pages.js';
import type { CommunicationView } from './communication-view.js';
import { LevelGuard } from './level-guard.js';
import { momentParameters, momentQuery } from './query.js';
import { sightOf } from './readers.js';

/** One letter's page. */
@Controller('v1/communications')
@UseGuards(LevelGuard)
export class CommunicationsReadController {
  constructor(private readonly pages: CommunicationPages) {}

  /** A letter with all that followed it. `revision` is what `If-Match` of an act on the letter names, `handling.revision`, for staff and auditors, what that of work on it names. */
  @Get(':code/:serial/:year')
  one(
    @Param() path: LetterPath,
    @Asked(momentParameters) query: Given,
    @Caller() caller: Identity,
  ): Promise<CommunicationView> {
    return this.pages.page(path, momentQuery(query), sightOf(caller));
  }
}
