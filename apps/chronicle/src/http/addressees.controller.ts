import { Controller, Get, Param, UseGuards } from '@nestjs/common';

import { addresseeCodes, addresseeName, isAddresseeCode } from '#libs/domain';
import { LedgerError } from '#libs/ledger';
import { Asked, Caller, type Given, type Identity } from '#libs/service';

import { History } from '../history.js';
import { type AsOf, ViewsReader } from '../views/views-reader.js';
import { type AuditLine, auditLine } from './audit-line.js';
import { LevelGuard } from './level-guard.js';
import { momentParameters, momentQuery, noParameters, timelineParameters, timelineQuery } from './query.js';
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

  /** The States, by code and name. */
  @Get()
  list(@Asked(noParameters) _query: Given): { readonly addressees: readonly Addressee[] } {
    return { addressees: addresseeCodes.map(addressee) };
  }

  /** One State. */
  @Get(':code')
  one(@Param('code') code: string, @Asked(noParameters) _query: Given): Addressee {
    return addressee(code);
  }

  /** What happened with regard to a State, by the day it occurred on. */
  @Get(':code/timeline')
  async timeline(
    @Param('code') code: string,
    @Asked(timelineParameters) query: Given,
    @Caller() caller: Identity,
  ): Promise<FileView<TimelineLine>> {
    const [named, asked] = [addressee(code), timelineQuery(query)];
    const asOf = await this.history.at(asked.moment);
    const rows = await this.views.file(code, asOf.position, sightOf(caller));
    return { addressee: named, asOf, entries: timelineLines(rows.map(entryOfRow), asked) };
  }

  /** What was recorded with regard to a State, in the order of the ledger. */
  @Get(':code/audit-trail')
  async auditTrail(
    @Param('code') code: string,
    @Asked(momentParameters) query: Given,
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
