import { Injectable } from '@nestjs/common';

import { utf8 } from '#libs/integrity';
import { Clock, LedgerError } from '#libs/ledger';
import type { CommandRequest } from '#libs/service';

import { type Registered, Registrar } from '../registrar.js';
import { agencyIdentity } from './agency-reach.js';
import { submitted } from './submission-claims.js';
import { type ReadSubmission, SubmissionReading } from './submission-reading.js';
import type { SubmissionRequest } from './submission-request.js';
import { SubmittedActs } from './submitted-acts.js';

/** Where an event of a submission stands in the ledger. */
export interface TakenEvent {
  readonly eventId: string;
  readonly type: string;
  readonly position: number;
  readonly time: string;
  /** Compact JWT; what is sealed stands in it as digests only. */
  readonly statement: string;
  /** Path of its proof. */
  readonly proof: string;
}

/** What a submission became, the same for each repetition. */
export interface Taken {
  readonly events: readonly TakenEvent[];
}

/** Takes submissions to their record, each once for ever by its source and id. */
@Injectable()
export class Submissions {
  constructor(
    private readonly reading: SubmissionReading,
    private readonly registrar: Registrar,
    private readonly acts: SubmittedActs,
    private readonly clock: Clock,
  ) {}

  /** What it throws names at most where a fault is: whoever reads the refusal need not be who sealed the message. */
  async take(request: SubmissionRequest): Promise<Taken> {
    try {
      return takenOf(await this.record(request.agency, request.topic, await this.reading.read(request)));
    } catch (error) {
      throw unquoted(error);
    }
  }

  /** A submission that was recorded is answered again also when its time is over by now. */
  private async record(agency: string, topic: string, { claims, jws }: ReadSubmission): Promise<Registered> {
    const { iss, jti, exp, type } = claims;
    const command: CommandRequest = {
      identity: agencyIdentity(agency),
      derivation: { scope: `kafka:${agency}`, key: [iss, jti] },
      ...{ key: jti, method: 'KAFKA', path: topic, body: utf8(jws), ifMatch: undefined },
    };
    const before = await this.registrar.answered(command, { type });
    if (before !== undefined) return before;
    if (exp * 1000 < this.clock.now()) throw new LedgerError('SUBMISSION_EXPIRED');
    return this.acts.record(command, claims);
  }
}

/** Those who are named get keys and streams of their own, which are nobody's business outside. */
const takenOf = ({ events }: Registered): Taken => ({
  events: events
    .filter(({ type }) => (submitted as readonly string[]).includes(type))
    .map(({ eventId, type, position, time, statement }) => ({
      ...{ eventId, type, position, time, statement, proof: `/v1/events/${eventId}/proof` },
    })),
});

/** The rules of a body never quote it; what other refusals say may name a code or a letter. */
function unquoted(error: unknown): unknown {
  if (!(error instanceof LedgerError) || error.kind === 'broken' || said.has(error.code)) return error;
  const places = error.details.map(({ path }) => ({ ...(path !== undefined && { path }), reason: 'refused' }));
  return new LedgerError(error.code, places, { cause: error });
}

const said: ReadonlySet<string> = new Set([
  'BODY_INVALID',
  'FORBIDDEN',
  'KEY_ENDED',
  'KEY_UNKNOWN',
  'SUBMISSION_MISDIRECTED',
  'SUBMISSION_UNREADABLE',
  'SUBMISSION_UNVERIFIED',
]);
