import { Controller, Get, UseGuards } from '@nestjs/common';

import { type Entry, EventStore } from '#libs/event-store';
import { headsStream, parseJson } from '#libs/ledger';
import { Asked, Caller, type Given, type Identity, requireRole } from '#libs/service';

import { LevelGuard } from './level-guard.js';
import { headsParameters, statementsQuery } from './query.js';

/** What a record of heads discloses: for each code in force how many streams its file has, and the fingerprint of their list. */
interface DisclosedHeads {
  /** Of the HeadsRecorded statement. */
  readonly position: number;
  readonly disclosures: readonly string[];
}

interface HeadsPage {
  readonly heads: readonly DisclosedHeads[];
  /** The revision to ask for next; `null` at the end of what is recorded. */
  readonly next: number | null;
}

const pageLength = 50;

/** What the records of heads disclose, without which a mirror could not tell whether their lists were true. */
@Controller('v1/heads')
@UseGuards(LevelGuard)
export class HeadsController {
  constructor(private readonly store: EventStore) {}

  /** All of them in pages, for auditors: they count the streams of every addressee, published or not. */
  @Get()
  async page(@Asked(headsParameters) query: Given, @Caller() caller: Identity): Promise<HeadsPage> {
    requireRole(caller, ['auditor']);
    const from = statementsQuery(query);
    const entries = await this.store.readStream(headsStream, from, pageLength);
    return { heads: entries.map(disclosed), next: entries.length < pageLength ? null : from + entries.length };
  }
}

const disclosed = ({ position, disclosures }: Entry): DisclosedHeads => ({
  position,
  disclosures: disclosures === null ? [] : (parseJson(new TextDecoder().decode(disclosures)) as readonly string[]),
});
