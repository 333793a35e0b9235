import { Body, Controller, Post } from '@nestjs/common';

import { ExchangeCredential, ShownSecret } from '#libs/service';

import { SubmissionRequest } from './submission-request.js';
import { Submissions, type Taken } from './submissions.js';

/** What other agencies submit over Kafka, as exchange hands it on: sealed, and not to be opened by exchange. */
@Controller('v1/submissions')
export class SubmissionsController {
  constructor(
    private readonly credential: ExchangeCredential,
    private readonly submissions: Submissions,
  ) {}

  /** Takes a sealed submission of an agency. Who may: the exchange, by its secret. */
  @Post()
  async take(@ShownSecret() shown: string | undefined, @Body() body: SubmissionRequest): Promise<Taken> {
    this.credential.demand(shown);
    return this.submissions.take(body);
  }
}
