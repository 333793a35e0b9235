import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';

import type { JsonObject } from '#libs/ledger';
import { Caller, Command, type CommandRequest, type Identity, requireRole } from '#libs/service';

import { asyncApi } from '../asyncapi.js';
import { Publishing } from '../out/publishing.js';
import type { TopicState } from '../out/topic-state.js';
import { RebuildRequest } from './rebuild-request.js';

/** Whether anything is exchanged, and what each topic is doing. */
export interface ExchangeView {
  /** `idle` while no broker is configured. */
  readonly state: 'idle' | 'exchanging';
  readonly topics: readonly TopicState[];
}

/** What is exchanged over Kafka, and how far it has got. */
@Controller()
export class ExchangeController {
  constructor(private readonly publishing: Publishing) {}

  /** The topics with their messages, to whoever reads or writes them: AsyncAPI 3. */
  @Get('asyncapi.json')
  channels(): JsonObject {
    return asyncApi();
  }

  /** What each topic is doing, for publishers and auditors. */
  @Get('v1/exchange')
  topics(@Caller() caller: Identity): ExchangeView {
    requireRole(caller, ['publisher', 'auditor']);
    return { state: this.publishing.isIdle ? 'idle' : 'exchanging', topics: this.publishing.states };
  }

  /** Has everything of a topic sent again from the ledger. Whoever drops what he has seen ends where he was. Who may: publisher. */
  @Post('v1/exchange/rebuilds')
  @HttpCode(202)
  async rebuild(@Command() command: CommandRequest, @Body() { topic }: RebuildRequest): Promise<{ topic: string }> {
    requireRole(command.identity, ['publisher']);
    await this.publishing.rebuild(topic, command.key);
    return { topic };
  }
}
