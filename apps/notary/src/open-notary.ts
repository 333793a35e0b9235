import { join } from 'node:path';

import type { DynamicModule } from '@nestjs/common';

import { EventStore, Guard } from '#libs/event-store';
import { type Ed25519Jwk, parseSignedCheckpoint } from '#libs/integrity';
import { described } from '#libs/service';

import { description } from './described-routes.js';
import { KeptNote } from './kept-note.js';
import { type HeldKeys, LedgerKeys } from './ledger-keys.js';
import { NotaryModule } from './notary.module.js';
import { Notary } from './notary.js';
import { ProofsController } from './proofs.controller.js';
import { Publication, type PublicRhythm } from './publication.js';
import { Readers } from './readers.js';
import { Receipts } from './receipts.js';
import { TileFolder } from './tile-folder.js';
import { Tiles } from './tiles.js';
import { TrustFile } from './trust-file.js';
import { Witnesses } from './witnesses.js';

/** What the notary is given: the store to follow, the log keys, its folder and witnesses, and which ledger it signs for. */
export interface NotaryParts {
  readonly store: EventStore;
  readonly keys: HeldKeys;
  /** `LEDGER_HOME`, in which guard and tiles lie. */
  readonly home: string;
  /** Path of the tlog-policy file, if there is one. */
  readonly witnessPolicy: string | undefined;
  /** How often a public checkpoint is made; every minute unless told. */
  readonly rhythm?: PublicRhythm | undefined;
  readonly origin: string;
  readonly genesis: Ed25519Jwk;
}

/** A notary that has compared the store with guard and witnesses and has begun to sign, with its routes. */
export interface OpenedNotary {
  readonly notary: Notary;
  readonly module: DynamicModule;
}

/** Where the guard lies in a ledger's folder. */
export const guardIn = (home: string): Guard => new Guard(join(home, 'guard', 'checkpoint'));

/** Throws `CONFIGURATION` for a witness policy that cannot be used. */
export async function openNotary(parts: NotaryParts): Promise<OpenedNotary> {
  const { store, home, origin, genesis } = parts;
  const witnesses = await Witnesses.from(parts.witnessPolicy);
  const keys = new LedgerKeys(store, parts.keys);
  const tiles = new TileFolder(join(home, 'tiles'));
  const notary = new Notary({ store, guard: guardIn(home), tiles, keys, origin });
  await notary.start(async (remembered) => {
    const size = remembered === undefined ? undefined : parseSignedCheckpoint(remembered)?.checkpoint.size;
    return size === undefined ? undefined : witnesses.newerThan(remembered, size);
  });
  const kept = new KeptNote(join(home, 'tiles', 'checkpoint'));
  const publication = new Publication(notary, witnesses, kept, parts.rhythm);
  keys.whenChanged(() => publication.renew());
  await publication.start();
  const readers = new Readers(notary, publication, keys, origin);
  const module: DynamicModule = {
    module: NotaryModule,
    controllers: described([ProofsController], description),
    providers: [
      { provide: Notary, useValue: notary },
      { provide: Publication, useValue: publication },
      { provide: EventStore, useValue: store },
      { provide: Readers, useValue: readers },
      { provide: TrustFile, useValue: new TrustFile({ origin, genesis }, keys, witnesses) },
      Receipts,
      Tiles,
    ],
  };
  return { notary, module };
}
