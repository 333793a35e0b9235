import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';

import { foldKeys, type KeyOnRecord } from '#libs/domain';
import { EventStore, wholeStream } from '#libs/event-store';
import { isEd25519Jwk, recordedEvent, verifyOperatorProof } from '#libs/integrity';
import { keysStream, LedgerError } from '#libs/ledger';
import { type CommandRequest, reads } from '#libs/service';

import { LedgerIdentity } from '../ledger-identity.js';
import type { Cause } from '../recorder.js';

/** The proof that comes with an operator's request, in the header `ledger-operator`. */
export const Proof = createParamDecorator(
  reads(
    (_: unknown, context: ExecutionContext): string | undefined => {
      const { headers } = context
        .switchToHttp()
        .getRequest<{ headers: Record<string, string | string[] | undefined> }>();
      const proof = headers['ledger-operator'];
      return typeof proof === 'string' ? proof : undefined;
    },
    {
      name: 'Ledger-Operator',
      in: 'header',
      required: true,
      description: 'Proof of possession of a current issuer key over this very request; `ledger keys` makes it.',
      schema: { type: 'string' },
    },
  ),
);

/** Knows an operator by an issuer key, never by a token: whoever runs the identity service must not be able to add keys. */
@Injectable()
export class Operator {
  constructor(
    private readonly store: EventStore,
    private readonly identity: LedgerIdentity,
  ) {}

  async keys(): Promise<readonly KeyOnRecord[]> {
    const entries = await wholeStream(this.store, keysStream);
    return foldKeys(entries.map(({ position, payload }) => recordedEvent(position, payload))).keys;
  }

  /** Under which id the act is recorded (design page 3.1). Throws `UNAUTHENTICATED` without the proof of a current issuer key. */
  async causeOf(command: CommandRequest, proof: string | undefined, key: string): Promise<Cause> {
    const { origin } = this.identity;
    for (const { kid, purpose, state, jwk } of await this.keys())
      if (purpose === 'issuer' && state === 'current' && isEd25519Jwk(jwk) && proof !== undefined)
        if (await verifyOperatorProof(proof, jwk, { origin, ...command })) {
          const person = { issuer: 'ledger:operator', subject: kid };
          return { role: 'operator', scope: 'operator', key, req: null, person, ifMatch: command.ifMatch };
        }
    throw new LedgerError('UNAUTHENTICATED', 'an operator shows possession of an issuer key');
  }
}
