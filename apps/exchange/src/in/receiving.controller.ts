import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';

import { ExchangeCredential, ShownSecret } from '#libs/service';

import type { AgencyState } from './agency-consumer.js';
import type { Confirmation } from './confirmation.js';
import { Receiving } from './receiving.js';
import { RedriveOrder } from './redrive-order.js';
import type { Redriven } from './redrive.js';

/** What comes in, for the operator who holds the secret of exchange. */
@Controller('v1/exchange')
export class ReceivingController {
  constructor(
    private readonly credential: ExchangeCredential,
    private readonly receiving: Receiving,
  ) {}

  /** How the submissions of each agency are getting on, and how far it has confirmed to have read. */
  @Get('agencies')
  agencies(@ShownSecret() shown: string | undefined): {
    readonly agencies: readonly AgencyState[];
    readonly confirmed: readonly Confirmation[];
  } {
    this.credential.demand(shown);
    return { agencies: this.receiving.states, confirmed: this.receiving.confirmed };
  }

  /** Takes an agency's submissions again after they were stopped. Who may: the operator, by the secret of the exchange. */
  @Post('agencies/:agency/resumption')
  @HttpCode(200)
  async resume(@ShownSecret() shown: string | undefined, @Param('agency') agency: string): Promise<AgencyState> {
    this.credential.demand(shown);
    return this.receiving.resume(agency);
  }

  /** Hands dead letters to the registry again. Who may: the operator, by the secret of the exchange. */
  @Post('redrives')
  @HttpCode(200)
  async redrive(@ShownSecret() shown: string | undefined, @Body() order: RedriveOrder): Promise<Redriven> {
    this.credential.demand(shown);
    return this.receiving.redrive(order);
  }
}
