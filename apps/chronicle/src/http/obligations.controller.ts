import { Controller, Get, Query, UseGuards } from '@nestjs/common';

import { zurichDay } from '#libs/domain';
import { Clock } from '#libs/ledger';
import { Caller, type Identity, requireRole } from '#libs/service';

import { History } from '../history.js';
import { type AsOf, ViewsReader } from '../views/views-reader.js';
import { type DueItem, dueItems } from './due-items.js';
import { LevelGuard } from './level-guard.js';
import { noQuery, type RawQuery } from './query.js';
import { readerRoles } from './readers.js';

interface DueView {
  /** `day`: the day it is in Geneva, against which due and overdue are told. */
  readonly asOf: AsOf & { readonly day: string };
  readonly items: readonly DueItem[];
}

/** The desk of what is due and overdue, for staff and auditors. */
@Controller('v1/obligations')
@UseGuards(LevelGuard)
export class ObligationsController {
  constructor(
    private readonly history: History,
    private readonly views: ViewsReader,
    private readonly clock: Clock,
  ) {}

  @Get()
  async due(@Query() query: RawQuery, @Caller() caller: Identity): Promise<DueView> {
    noQuery(query);
    requireRole(caller, readerRoles);
    const asOf = await this.history.at('latest');
    const day = zurichDay(this.clock.now());
    const letters = await this.views.openLetters();
    const items = letters.flatMap((letter) => dueItems(letter, day)).sort(byDay);
    return { asOf: { ...asOf, day }, items };
  }
}

/** The earliest first; what falls on one day stays by reference and kind. */
const byDay = (a: DueItem, b: DueItem): number => Number(a.dueOn > b.dueOn) - Number(a.dueOn < b.dueOn);
