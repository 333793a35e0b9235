import { Injectable } from '@nestjs/common';

import type { OtherActor } from '#libs/domain';

import { isToOtherActor, LedgerIndex } from '../ledger-index.js';
import type { LookedUp } from '../look-up-freshness.js';

/** The other actors with their ids, and what makes the list old. */
export interface ActorsLookedUp {
  readonly actors: readonly OtherActor[];
  readonly lookedUp: LookedUp;
}

/** Finds the addressees that are no State: their ids stand in the letters to them and in the reference data. */
@Injectable()
export class Actors {
  constructor(private readonly index: LedgerIndex) {}

  /** Two first letters to one actor, recorded at once, must not give it two ids: any letter to an other actor makes the list old. */
  async soFar(): Promise<ActorsLookedUp> {
    await this.index.upToDate();
    const lookedUp = {
      size: this.index.heads.size,
      isOldBy: ({ stream }: { stream: string }) => isToOtherActor(stream),
    };
    return { actors: this.index.actors(), lookedUp };
  }
}
