import type { DynamicModule } from '@nestjs/common';

import { DocumentStore, PublicArchive, StagedLinks } from '#libs/documents';
import { EventStore, Writer } from '#libs/event-store';
import type { Signer } from '#libs/integrity';
import { Identifiers, KeyStore, Sealer } from '#libs/keyring';
import { Clock, Entropy } from '#libs/ledger';

import { AllegationOwners } from './allegations/allegation-owners.js';
import { Allegations } from './allegations/allegations.js';
import { AllegationsController } from './allegations/allegations.controller.js';
import { NamesInClear } from './allegations/names-in-clear.js';
import { BundleContents } from './bundles/bundle-contents.js';
import { BundleJobs } from './bundles/bundle-jobs.js';
import { BundleMaker } from './bundles/bundle-maker.js';
import { BundlesController } from './bundles/bundles.controller.js';
import { NotaryClient } from './bundles/notary-client.js';
import { HeadsKeeper } from './clock/heads-keeper.js';
import { WindowClock } from './clock/window-clock.js';
import { CommunicationsController } from './communications/communications.controller.js';
import { Letters } from './communications/letters.js';
import { DocumentsController } from './documents/documents.controller.js';
import { SealedDocuments } from './documents/sealed-documents.js';
import { Staging } from './documents/staging.js';
import { LedgerIdentity } from './ledger-identity.js';
import { LedgerIndex } from './ledger-index.js';
import { Openings } from './openings/openings.js';
import { OpeningsController } from './openings/openings.controller.js';
import { PublicationController } from './publication/publication.controller.js';
import { Publications } from './publication/publications.js';
import { Redactions } from './publication/redactions.js';
import { Recorder, Sealing } from './recorder.js';
import { Registrar } from './registrar.js';
import { SealedFields } from './sealed-fields.js';
import { Shredding } from './subjects/shredding.js';
import { Subjects } from './subjects/subjects.js';
import { SubjectsController } from './subjects/subjects.controller.js';

/** What the registry is given. It alone gets the issuer key and the key store. */
export interface RegistryParts {
  readonly store: EventStore;
  readonly keyStore: KeyStore;
  readonly documents: DocumentStore;
  readonly archive: PublicArchive;
  readonly staged: StagedLinks;
  readonly issuer: Signer;
  readonly identity: LedgerIdentity;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Where the notary answers; asked at each use. */
  readonly notaryUrl: () => string;
}

/** The only writer, with its routes. Its index has read the whole ledger and its clock runs when this returns. */
export async function registryModule(parts: RegistryParts): Promise<DynamicModule> {
  const { store, keyStore, issuer, clock, entropy, identity } = parts;
  const index = new LedgerIndex(store);
  await index.start();
  const writer = new Writer(store, { signer: issuer, clock });
  const identifiers = await Identifiers.from(keyStore);
  const sealing = new Sealing(keyStore, new Sealer(entropy));
  const recorder = new Recorder({ store, writer, identifiers, sealing, identity });
  const windows = new WindowClock(clock, index, recorder, identity);
  windows.start();
  return {
    module: RegistryModule,
    controllers: [
      AllegationsController,
      BundlesController,
      CommunicationsController,
      DocumentsController,
      OpeningsController,
      PublicationController,
      SubjectsController,
    ],
    providers: [
      { provide: EventStore, useValue: store },
      { provide: KeyStore, useValue: keyStore },
      { provide: DocumentStore, useValue: parts.documents },
      { provide: PublicArchive, useValue: parts.archive },
      { provide: StagedLinks, useValue: parts.staged },
      { provide: Identifiers, useValue: identifiers },
      { provide: Clock, useValue: clock },
      { provide: Entropy, useValue: entropy },
      { provide: LedgerIdentity, useValue: identity },
      { provide: LedgerIndex, useValue: index },
      { provide: Sealing, useValue: sealing },
      { provide: Recorder, useValue: recorder },
      { provide: WindowClock, useValue: windows },
      { provide: NotaryClient, useValue: new NotaryClient(parts.notaryUrl) },
      ...services,
    ],
  };
}

const services = [
  AllegationOwners,
  Allegations,
  BundleContents,
  BundleJobs,
  BundleMaker,
  HeadsKeeper,
  Letters,
  NamesInClear,
  Openings,
  Publications,
  Redactions,
  Registrar,
  SealedDocuments,
  SealedFields,
  Shredding,
  Staging,
  Subjects,
];

class RegistryModule {}
