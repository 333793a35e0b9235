import { join } from 'node:path';
import { LedgerIdentity, registryModule } from '#apps/registry';
import { DirectoryDocumentStore, PublicArchive, StagedLinks } from '#libs/documents';
import type { EventStore } from '#libs/event-store';
import { IntakeKeyFolder, type KeyFileSigner, type KeyStore, SystemEntropy } from '#libs/keyring';
import { SystemClock } from '#libs/service';

interface Ledger {
  readonly store: EventStore;
  readonly keyStore: KeyStore;
  readonly issuer: KeyFileSigner;
}

/** A registry on a ledger that is founded, with everything else of its own in one folder. */
export async function registryOn({ store, keyStore, issuer }: Ledger, home: string, notary: string) {
  const [clock, entropy] = [new SystemClock(), new SystemEntropy()];
  return registryModule({
    ...{ store, keyStore, issuers: () => Promise.resolve([issuer]), clock, entropy, notaryUrl: () => notary },
    identity: await LedgerIdentity.read(store),
    documents: new DirectoryDocumentStore(join(home, 'documents'), entropy),
    archive: new PublicArchive(join(home, 'public')),
    intakeKeys: new IntakeKeyFolder(join(home, 'intake'), entropy),
    staged: new StagedLinks(join(home, 'staged')),
    bundles: join(home, 'bundles'),
  });
}
