import type { DynamicModule, Provider } from '@nestjs/common';
import { DocumentStore, PublicArchive, StagedLinks } from '#libs/documents';
import { EventStore, Writer } from '#libs/event-store';
import { Identifiers, IntakeKeyFolder, KeyStore, PrivateDrafts, Sealer } from '#libs/keyring';
import { Clock, Entropy } from '#libs/ledger';
import { described, ExchangeCredential } from '#libs/service';
import { BundleDownloads } from './bundles/bundle-downloads.js';
import { NotaryClient } from './bundles/notary-client.js';
import { Spools } from './bundles/spool.js';
import { WindowClock } from './clock/window-clock.js';
import { description } from './described-routes.js';
import { type HeldIssuers, IssuerKey } from './ledger/issuer-key.js';
import { LedgerIdentity } from './ledger-identity.js';
import { LedgerIndex } from './ledger-index.js';
import { PublicShelf } from './publication/public-shelf.js';
import { Recorder, Sealing } from './recorder.js';
import { RegistryModule } from './registry.module.js';
import { controllers, services } from './registry-parts.js';
import { DraftSweeper } from './readings/draft-sweeper.js';
import { ReadingTerm } from './readings/reading-term.js';
import { ReportingClient } from './reports/reporting-client.js';
import { giveExamples } from './request-examples.js';

/** What the registry is given. It alone gets the issuer key and the key store. */
export interface RegistryParts {
  readonly store: EventStore;
  readonly keyStore: KeyStore;
  readonly documents: DocumentStore;
  readonly archive: PublicArchive;
  readonly staged: StagedLinks;
  /** Folder for the bundles in the making and those to be fetched; nothing in it outlives the process. */
  readonly bundles: string;
  /** How long a bundle waits for a checkpoint that covers it, in seconds; 90 unless told. */
  readonly bundleWaitSeconds?: number | undefined;
  readonly issuers: HeldIssuers;
  readonly intakeKeys: IntakeKeyFolder;
  /** What exchange shows when it hands a submission on; without it none is taken. */
  readonly exchangeSecret?: string | undefined;
  readonly identity: LedgerIdentity;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Where the notary answers; asked at each use. */
  readonly notaryUrl: () => string;
  /** Where reports are made; asked at each use. Without it none can be drafted. */
  readonly reportingUrl?: () => string | undefined;
  /** How many days a letter that was read waits to be confirmed; 7 unless told. */
  readonly readingDays?: number;
  /** How long silence waits for the replies to a letter whose window had ended before it was recorded, in seconds; not at all unless told. */
  readonly lateSilenceSeconds?: number;
}

/** The only writer, with its routes. Its index has read the whole ledger and its clock runs when this returns. */
export async function registryModule(parts: RegistryParts): Promise<DynamicModule> {
  const { store, keyStore, clock, entropy, identity } = parts;
  const issuer = await IssuerKey.current(store, parts.issuers);
  const index = new LedgerIndex(store, () => void issuer.refresh());
  await index.start();
  const writer = new Writer(store, { signer: issuer, clock });
  const identifiers = await Identifiers.from(keyStore);
  const sealing = new Sealing(keyStore, new Sealer(entropy));
  const recorder = new Recorder({ store, writer, identifiers, sealing, identity });
  const windows = new WindowClock(clock, index, recorder, identity, (parts.lateSilenceSeconds ?? 0) * 1000);
  windows.start();
  // A crash may have come between the record of a withdrawal and the deletion of what it withdrew.
  if (!identity.readOnly) await new PublicShelf(parts.archive, index).clear();
  giveExamples();
  return {
    module: RegistryModule,
    controllers: described(controllers, description),
    providers: [
      { provide: EventStore, useValue: store },
      { provide: KeyStore, useValue: keyStore },
      { provide: DocumentStore, useValue: parts.documents },
      { provide: PublicArchive, useValue: parts.archive },
      { provide: StagedLinks, useValue: parts.staged },
      ...spoolsOf(parts, entropy),
      { provide: Identifiers, useValue: identifiers },
      { provide: IntakeKeyFolder, useValue: parts.intakeKeys },
      { provide: ExchangeCredential, useValue: new ExchangeCredential(parts.exchangeSecret) },
      { provide: Clock, useValue: clock },
      { provide: Entropy, useValue: entropy },
      { provide: LedgerIdentity, useValue: identity },
      { provide: IssuerKey, useValue: issuer },
      { provide: LedgerIndex, useValue: index },
      { provide: Sealing, useValue: sealing },
      { provide: Recorder, useValue: recorder },
      { provide: WindowClock, useValue: windows },
      ...draftsOf(parts),
      ...clientsOf(parts, issuer),
      ...services,
    ],
  };
}

const downloadLimits = { idle: 60_000, leastBytesPerSecond: 16 * 1024, grace: 60_000, atOnce: 20 };

/** Where bundles grow, and how they leave. */
const spoolsOf = ({ bundles }: RegistryParts, entropy: Entropy): Provider[] => [
  { provide: Spools, useValue: new Spools(bundles, entropy) },
  { provide: BundleDownloads, useValue: new BundleDownloads(downloadLimits) },
];

/** What people have in work; what has expired is destroyed from now on. */
function draftsOf({ keyStore: { drafts }, clock, readingDays = 7 }: RegistryParts): Provider[] {
  const sweeper = new DraftSweeper(clock, drafts);
  sweeper.start();
  return [
    { provide: PrivateDrafts, useValue: drafts },
    { provide: ReadingTerm, useValue: new ReadingTerm(readingDays) },
    { provide: DraftSweeper, useValue: sweeper },
  ];
}

/** The other services as the registry asks them: by its issuer key, which shows them who asks. */
function clientsOf(parts: RegistryParts, issuer: IssuerKey): Provider[] {
  const { notaryUrl, reportingUrl, bundleWaitSeconds: wait, identity } = parts;
  const { origin } = identity;
  const patience = wait === undefined ? undefined : wait * 1000;
  const notary = new NotaryClient({ address: notaryUrl, origin, issuer, patience });
  const reporting = new ReportingClient({ address: reportingUrl ?? (() => undefined), origin, issuer });
  return [
    { provide: NotaryClient, useValue: notary },
    { provide: ReportingClient, useValue: reporting },
  ];
}
