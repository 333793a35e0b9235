import { Injectable } from '@nestjs/common';

import { zurichDay } from '#libs/domain';
import { Clock } from '#libs/ledger';

import { History } from '../history.js';
import { type AsOf, ViewsReader } from '../views/views-reader.js';
import { type DueItem, dueItems } from './due-items.js';

export interface DueView {
  /** `day`: the day it is in Geneva, against which due and overdue are told. */
  readonly asOf: AsOf & { readonly day: string };
  readonly items: readonly DueItem[];
}

/** All that is due and overdue today. */
@Injectable()
export class ObligationsDesk {
  constructor(
    private readonly history: History,
    private readonly views: ViewsReader,
    private readonly clock: Clock,
  ) {}

  async today(): Promise<DueView> {
    const asOf = await this.history.at('latest');
    const day = zurichDay(this.clock.now());
    const letters = await this.views.openLetters();
    const items = letters.flatMap((letter) => dueItems(letter, day)).sort(byDay);
    return { asOf: { ...asOf, day }, items };
  }
}

/** The earliest first; what falls on one day stays by reference and kind. */
const byDay = (a: DueItem, b: DueItem): number => Number(a.dueOn > b.dueOn) - Number(a.dueOn < b.dueOn);
