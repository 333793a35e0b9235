import { Controller, Get, Inject } from '@nestjs/common';

import { LedgerError } from '#libs/ledger';

/** One thing a service needs to do its work: resolves to a sentence when it lacks it, to `undefined` when all is well. */
export interface ReadinessCheck {
  readonly name: string;
  readonly check: () => Promise<string | undefined>;
}

export const readinessChecks = Symbol('readiness checks');

/** A check that could not be made is a thing lacking, too. */
const reasonOf = (error: unknown): string => (error instanceof LedgerError ? error.message : 'it could not be checked');

@Controller()
export class HealthController {
  constructor(@Inject(readinessChecks) private readonly checks: readonly ReadinessCheck[]) {}

  /** The process runs. */
  @Get('healthz')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The process can do its work; otherwise a problem document names what is missing. */
  @Get('readyz')
  async ready(): Promise<{ status: 'ok' }> {
    const answers = await Promise.all(
      this.checks.map(async ({ name, check }) => ({ path: name, reason: await check().catch(reasonOf) })),
    );
    const lacking = answers.flatMap(({ path, reason }) => (reason === undefined ? [] : [{ path, reason }]));
    if (lacking.length > 0) throw new LedgerError('NOT_READY', lacking);
    return { status: 'ok' };
  }
}
