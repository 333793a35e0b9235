import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';

import { addresseeCodes, addresseeName, isAddresseeCode } from '#libs/domain';
import { LedgerError } from '#libs/ledger';
import { Caller, type Identity } from '#libs/service';

import { History } from '../history.js';
import { type AsOf, ViewsReader } from '../views/views-reader.js';
import { type AuditLine, auditLine } from './audit-line.js';
import { LevelGuard } from './level-guard.js';
import { momentQuery, noQuery, type RawQuery, timelineQuery } from './query.js';
import { sightOf } from './readers.js';
import { entryOfRow, type TimelineLine, timelineLines } from './timeline-entry.js';

export interface Addressee {
  readonly code: string;
  readonly name: string;
}

interface FileView<L> {
  readonly addressee: Addressee;
  readonly asOf: AsOf;
  readonly entries: readonly L[];
}

/** The States, and what happened and was recorded with regard to each. */
@Controller('v1/addressees')
@UseGuards(LevelGuard)
export class AddresseesController {
  constructor(
    private readonly history: History,
    private readonly views: ViewsReader,
  ) {}

  @Get()
  list(@Query() query: RawQuery): { readonly addressees: readonly Addressee[] } {
    noQuery(query);
    return { addressees: addresseeCodes.map(addressee) };
  }

  @Get(':code')
  one(@Param('code') code: string, @Query() query: RawQuery): Addressee {
    noQuery(query);
    return addressee(code);
  }

  @Get(':code/timeline')
  async timeline(
    @Param('code') code: string,
    @Query() query: RawQuery,
    @Caller() caller: Identity,
  ): Promise<FileView<TimelineLine>> {
    const [named, asked] = [addressee(code), timelineQuery(query)];
    const asOf = await this.history.at(asked.moment);
    const rows = await this.views.file(code, asOf.position, sightOf(caller));
    return { addressee: named, asOf, entries: timelineLines(rows.map(entryOfRow), asked) };
  }

  @Get(':code/audit-trail')
  async auditTrail(
    @Param('code') code: string,
    @Query() query: RawQuery,
    @Caller() caller: Identity,
  ): Promise<FileView<AuditLine>> {
    const [named, moment] = [addressee(code), momentQuery(query)];
    const asOf = await this.history.at(moment);
    const rows = await this.views.file(code, asOf.position, sightOf(caller));
    return { addressee: named, asOf, entries: rows.map(auditLine) };
  }
}

/** Throws ADDRESSEE_NOT_FOUND for what is not a State's code; other actors have pages of their own. */
function addressee(code: string): Addressee {
  const name = isAddresseeCode(code) ? addresseeName(code) : undefined;
  if (name === undefined)
    throw new LedgerError('ADDRESSEE_NOT_FOUND', {
      path: 'code',
      reason: 'a State has three capital letters, such as KHM',
    });
  return { code, name };
}
