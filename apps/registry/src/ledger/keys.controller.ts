import { Body, Controller, Get, Post } from '@nestjs/common';

import {
  CodesAdopted,
  KeyAdded,
  type KeyOnRecord,
  KeyRetired,
  KeyRevoked,
  PolicyAdopted,
  zurichDay,
} from '#libs/domain';
import { Clock } from '#libs/ledger';
import { Command, type CommandRequest } from '#libs/service';

import type { Registered } from '../registrar.js';
import { OperatorActs } from './operator-acts.js';
import { Operator, Proof } from './operator.js';

type Given = string | undefined;

@Controller('v1')
export class KeysController {
  constructor(
    private readonly operator: Operator,
    private readonly acts: OperatorActs,
    private readonly clock: Clock,
  ) {}

  /** Every key the ledger ever had, on the ledger's own day; `ledger-keys` is readable by everyone. */
  @Get('keys')
  async keys(): Promise<{ readonly asOf: { readonly day: string }; readonly keys: readonly KeyOnRecord[] }> {
    return { asOf: { day: zurichDay(this.clock.now()) }, keys: await this.operator.keys() };
  }

  /** Adds a key to the ledger; the new key proves itself in the body. */
  @Post('keys')
  add(@Command() command: CommandRequest, @Proof() proof: Given, @Body() body: KeyAdded): Promise<Registered> {
    return this.acts.addKey({ command, proof }, body);
  }

  /** Retires a key that was in the right hands to the end. */
  @Post('keys/retirements')
  retire(@Command() command: CommandRequest, @Proof() proof: Given, @Body() body: KeyRetired): Promise<Registered> {
    return this.acts.retireKey({ command, proof }, body);
  }

  /** Revokes a key, with the last size of the ledger at which it was in the right hands only. */
  @Post('keys/revocations')
  revoke(@Command() command: CommandRequest, @Proof() proof: Given, @Body() body: KeyRevoked): Promise<Registered> {
    return this.acts.revokeKey({ command, proof }, body);
  }

  /** Puts the codes of addressees that the software holds into force. */
  @Post('codes')
  adoptCodes(
    @Command() command: CommandRequest,
    @Proof() proof: Given,
    @Body() body: CodesAdopted,
  ): Promise<Registered> {
    return this.acts.adoptCodes({ command, proof }, body);
  }

  /** Puts a policy that the software holds into force. */
  @Post('policies')
  adoptPolicy(
    @Command() command: CommandRequest,
    @Proof() proof: Given,
    @Body() body: PolicyAdopted,
  ): Promise<Registered> {
    return this.acts.adoptPolicy({ command, proof }, body);
  }
}
