import type { DynamicModule } from '@nestjs/common';

import { EventStore, type Guard } from '#libs/event-store';
import { type Ed25519Jwk, type Signer } from '#libs/integrity';
import { described } from '#libs/service';

import { description } from './described-routes.js';
import { Notary } from './notary.js';
import { ProofsController } from './proofs.controller.js';
import { Receipts } from './receipts.js';
import { TrustFile } from './trust-file.js';

/** What the notary is given: the store to follow, the log key, the guard, and which ledger it signs for. */
export interface NotaryParts {
  readonly store: EventStore;
  readonly signer: Signer;
  readonly guard: Guard;
  readonly origin: string;
  readonly genesis: Ed25519Jwk;
}

/** A notary that has compared the store with the guard and has begun to sign, with its routes. */
export async function notaryModule(
  parts: NotaryParts,
): Promise<{ readonly notary: Notary; readonly module: DynamicModule }> {
  const { store, signer, guard, origin, genesis } = parts;
  const notary = new Notary(store, signer, guard, origin);
  await notary.start();
  const module: DynamicModule = {
    module: NotaryModule,
    controllers: described([ProofsController], description),
    providers: [
      { provide: Notary, useValue: notary },
      { provide: EventStore, useValue: store },
      Receipts,
      { provide: TrustFile, useValue: new TrustFile(origin, genesis, signer.publicJwk) },
    ],
  };
  return { notary, module };
}

class NotaryModule {}
