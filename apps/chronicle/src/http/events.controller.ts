import { Controller, Get, Header, Param, UseGuards } from '@nestjs/common';

import { type Entry, EventStore } from '#libs/event-store';
import { compactJwt } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';
import { Asked, Caller, type Given, type Identity, requireRole } from '#libs/service';

import { ViewsReader } from '../views/views-reader.js';
import { LevelGuard } from './level-guard.js';
import { noParameters, statementsParameters, statementsQuery } from './query.js';
import { readerRoles, sightOf } from './readers.js';

interface StatementsPage {
  readonly statements: readonly { readonly position: number; readonly jwt: string }[];
  /** The position to ask for next; `null` at the end of what is recorded. */
  readonly next: number | null;
}

const pageLength = 500;
const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The statements themselves: the exact signed text that was recorded. */
@Controller('v1/events')
@UseGuards(LevelGuard)
export class EventsController {
  constructor(
    private readonly store: EventStore,
    private readonly views: ViewsReader,
  ) {}

  /** All of them in pages, for staff and auditors. */
  @Get()
  async page(@Asked(statementsParameters) query: Given, @Caller() caller: Identity): Promise<StatementsPage> {
    const from = statementsQuery(query);
    requireRole(caller, readerRoles);
    const entries = await this.store.read(from, pageLength);
    const statements = entries.map((entry) => ({ position: entry.position, jwt: statementOf(entry) }));
    return { statements, next: entries.length < pageLength ? null : from + entries.length };
  }

  /** One, as text. One that the caller may not read is as unknown as one that was never recorded. */
  @Get(':id/statement')
  @Header('content-type', 'text/plain; charset=utf-8')
  async statement(
    @Param('id') id: string,
    @Asked(noParameters) _query: Given,
    @Caller() caller: Identity,
  ): Promise<string> {
    const place = idPattern.test(id) ? await this.views.find(id, sightOf(caller)) : undefined;
    const [entry] = place === undefined ? [] : await this.store.read(place.position, 1);
    if (entry === undefined) throw new LedgerError('EVENT_UNKNOWN');
    return statementOf(entry);
  }
}

const statementOf = ({ kid, payload, signature }: Entry): string => compactJwt(kid, payload, signature);
