import { join } from 'node:path';
import { guardIn, signedCheckpoint } from '#apps/notary';
import { foundTheLedger, provenKey } from '#apps/registry';
import { openPostgresEventStore } from '#libs/event-store';
import { MerkleTree } from '#libs/integrity';
import { Identifiers, KeyFileSigner, openKeyStore, SystemEntropy } from '#libs/keyring';
import { SystemClock } from '#libs/service';
import type { Server } from './store/server.js';

export const origin = 'bench.example/ledger';

/** Where a registry and a notary find a ledger, and what is needed to go on with it. */
export interface FoundedLedger {
  readonly events: string;
  readonly keys: string;
  /** The key id of its issuer. */
  readonly kid: string;
  /** How many events founded it. */
  readonly size: number;
}

/** A ledger with its first events and no more; its keys and the notary's guard lie in the server's folder. */
export async function foundedLedger(server: Server): Promise<FoundedLedger> {
  const [events, keys] = [await server.database('events'), await server.database('keys')];
  const [clock, entropy, home] = [new SystemClock(), new SystemEntropy(), server.folder];
  const store = await openPostgresEventStore(events);
  const keyStore = await openKeyStore({ url: keys, keyEncryptionKeys: join(home, 'kek'), entropy });
  const issuer = await KeyFileSigner.open(join(home, 'keys', 'issuer.jwk'), entropy);
  const log = await KeyFileSigner.open(join(home, 'keys', 'log.jwk'), entropy);
  const identifiers = await Identifiers.from(keyStore);
  await foundTheLedger({ store, clock, identifiers, issuer, log: await provenKey(log, origin, 'log'), origin });
  await guardIn(home).write(await signedCheckpoint({ origin, size: 0, root: new MerkleTree().root() }, [log]));
  const size = await store.size();
  await store.close();
  await keyStore.close();
  return { events, keys, kid: issuer.kid, size };
}
