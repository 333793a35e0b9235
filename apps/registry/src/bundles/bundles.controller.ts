import { Body, Controller, Get, HttpCode, Param, Post, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { Caller, Command, type CommandRequest, type Identity } from '#libs/service';

import { Exports } from '../access/exports.js';
import { Recorder } from '../recorder.js';
import { BundleDownloads } from './bundle-downloads.js';
import { type BundleJob, BundleJobs } from './bundle-jobs.js';
import type { MadeBundle } from './bundle-maker.js';
import { BundleRequest, orderOf } from './bundle-request.js';

@Controller('v1/bundles')
export class BundlesController {
  constructor(
    private readonly jobs: BundleJobs,
    private readonly recorder: Recorder,
    private readonly exports: Exports,
    private readonly downloads: BundleDownloads,
  ) {}

  /**
   * Asks for a bundle, which is made beside other work. Who may: all staff; of what is public, everyone; of the whole ledger, an auditor
   * whose request for it was approved.
   */
  @Post()
  @HttpCode(202)
  async begin(@Command() command: CommandRequest, @Body() body: BundleRequest): Promise<BundleJob> {
    const order = orderOf(body);
    const madeAt = await this.exports.record(command, order, body.request);
    const id = this.recorder.eventId(this.recorder.causeOf(command, 'public'), 0);
    return this.jobs.begin(id, command.identity, order, madeAt);
  }

  /** How far a bundle is; the file, once it is done, with its length and its digest (RFC 9530). */
  @Get(':id')
  async result(
    @Caller() caller: Identity,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BundleJob | StreamableFile> {
    const result = await this.jobs.result(id, caller);
    return 'file' in result ? this.fileOf(result, reply) : result;
  }

  private fileOf({ file, digest }: MadeBundle, reply: FastifyReply): StreamableFile {
    const pieces = this.downloads.begin(file);
    void reply.header('repr-digest', `sha-256=:${Buffer.from(digest, 'hex').toString('base64')}:`);
    return new StreamableFile(pieces, { type: 'application/zip', length: file.length });
  }
}
