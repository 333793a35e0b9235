import { Readable } from 'node:stream';

import { Body, Controller, Get, HttpCode, Param, Post, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { isAddresseeCode } from '#libs/domain';
import { LedgerError } from '#libs/ledger';
import { Caller, Command, type CommandRequest, type Identity } from '#libs/service';

import { Exports } from '../access/exports.js';
import { Recorder } from '../recorder.js';
import { type BundleJob, BundleJobs } from './bundle-jobs.js';
import type { MadeBundle } from './bundle-maker.js';
import { BundleRequest } from './bundle-request.js';

@Controller('v1/bundles')
export class BundlesController {
  constructor(
    private readonly jobs: BundleJobs,
    private readonly recorder: Recorder,
    private readonly exports: Exports,
  ) {}

  /** Asks for a bundle, which is made beside other work. Who may: all staff; of what is public, everyone. */
  @Post()
  @HttpCode(202)
  async begin(@Command() command: CommandRequest, @Body() order: BundleRequest): Promise<BundleJob> {
    if (!isAddresseeCode(order.code)) throw new LedgerError('ADDRESSEE_NOT_FOUND', order.code);
    await this.exports.record(command, order);
    const id = this.recorder.eventId(this.recorder.causeOf(command, 'public'), 0);
    return this.jobs.begin(id, ownerOf(command.identity), order);
  }

  /** How far a bundle is; the file, once it is done, with its length and its digest (RFC 9530). */
  @Get(':id')
  result(
    @Caller() caller: Identity,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): BundleJob | StreamableFile {
    const result = this.jobs.result(id, ownerOf(caller));
    return 'file' in result ? fileOf(result, reply) : result;
  }
}

const ownerOf = ({ issuer, subject }: Identity): string => `${issuer} ${subject}`;

function fileOf({ file, digest }: MadeBundle, reply: FastifyReply): StreamableFile {
  void reply.header('repr-digest', `sha-256=:${Buffer.from(digest, 'hex').toString('base64')}:`);
  return new StreamableFile(Readable.from(file.pieces(), { objectMode: false }), {
    type: 'application/zip',
    length: file.length,
  });
}
