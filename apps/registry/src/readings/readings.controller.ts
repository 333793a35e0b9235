import type { Readable } from 'node:stream';

import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put } from '@nestjs/common';

import { Asked, Caller, Command, type CommandRequest, type Given, type Identity, requireRole } from '#libs/service';

import type { Referenced } from '../communications/letters.js';
import type { Registered } from '../registrar.js';
import { Confirmations } from './confirmations.js';
import { type KeptReading, keptReading, type ReadingLine, lineOf, type ReadingWithText } from './kept-reading.js';
import { fileOf, mediaTypeOf } from './letter-file.js';
import { CorrectedReading } from './reading-request.js';
import { readerRoles, Readings } from './readings.js';

interface ReadingsPage {
  readonly readings: readonly ReadingLine[];
  /** The id to ask for next; `null` at the end. */
  readonly next: string | null;
}

const pageParameters = [
  {
    name: 'from',
    description: 'The id to read from; the first one when not given.',
    schema: { type: 'string', format: 'uuid' },
  },
] as const;

/** Letters as text or PDF become proposed records, which are their reader’s alone until that person confirms them. */
@Controller('v1/readings')
export class ReadingsController {
  constructor(
    private readonly readings: Readings,
    private readonly confirmations: Confirmations,
  ) {}

  /** Reads a letter and keeps what was read as a private draft; records nothing. Who may: mandate clerk, importer. */
  @Post()
  async begin(
    @Command() command: CommandRequest,
    @Headers('content-type') type: string | undefined,
    @Body() body: Readable | undefined,
  ): Promise<KeptReading> {
    requireRole(command.identity, readerRoles);
    const mediaType = mediaTypeOf(type);
    const { line, contents } = await this.readings.begin({ ...command, body: await fileOf(body) }, mediaType);
    return keptReading(line, contents);
  }

  /** One’s own drafts in pages, by id. */
  @Get()
  async page(@Asked(pageParameters) { from }: Given, @Caller() caller: Identity): Promise<ReadingsPage> {
    const { lines, next } = await this.readings.list(caller, from);
    return { readings: lines.map(lineOf), next };
  }

  /** A draft with the text it was read from. Somebody else’s is as unknown as one that never was. */
  @Get(':reading')
  async one(@Param('reading') id: string, @Caller() caller: Identity): Promise<ReadingWithText> {
    const { line, contents } = await this.readings.find(caller, id);
    return { ...keptReading(line, contents), text: contents.text };
  }

  /** Keeps what a person says instead of what was read. Who may: whoever had the letter read. */
  @Put(':reading')
  async correct(
    @Command() command: CommandRequest,
    @Param('reading') id: string,
    @Body() body: CorrectedReading,
  ): Promise<KeptReading> {
    const { line, contents } = await this.readings.correct(command, id, body);
    return keptReading(line, contents);
  }

  /** Destroys a draft. Who may: whoever had the letter read. */
  @Delete(':reading')
  @HttpCode(204)
  discard(@Param('reading') id: string, @Caller() caller: Identity): Promise<void> {
    return this.readings.discard(caller, id);
  }

  /** Records the letter, as corrected, by the way that every letter takes, and destroys the draft. Who may: whoever had the letter read. */
  @Post(':reading/confirmation')
  confirm(
    @Command() command: CommandRequest,
    @Param('reading') id: string,
    @Body() body: CorrectedReading,
  ): Promise<Registered & Referenced> {
    return this.confirmations.confirm(command, id, body);
  }
}
