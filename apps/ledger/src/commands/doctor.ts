import { join } from 'node:path';

import { guardIn, LedgerKeys } from '#apps/notary';
import { DirectoryDocumentStore, PublicArchive } from '#libs/documents';
import { type EventStore, foundingOf, type Guard, openEventStore, rootOf } from '#libs/event-store';
import {
  equalBytes,
  type Finding,
  noteKeyTypes,
  parseSignedCheckpoint,
  parseTrust,
  printable,
  publicKeyBytes,
  type SignedCheckpoint,
  verifierKey,
  type VerifierKey,
  verifyNote,
} from '#libs/integrity';
import { SystemEntropy } from '#libs/keyring';
import { LedgerError } from '#libs/ledger';
import { readConfig } from '#libs/service';

import { type ExitStatus, type OutputFlags, usage } from '../terminal/failure.js';
import { fileBytes } from '../terminal/files.js';
import { printJson, printLines } from '../terminal/print.js';
import { isEmbedded, openEventDatabases } from '../up/databases.js';
import { noLedgerIn, standingHome } from '../up/home-folder.js';
import { holdHome } from '../up/home-lock.js';
import { UpConfig } from '../up/up.config.js';
import { examine } from './examination.js';
import { examineDocuments, type Shelves } from './examined-documents.js';

export interface DoctorFlags extends OutputFlags {
  readonly adopt?: string;
  readonly trust?: string;
}

/**
 * Compares the store with the guard, each ciphertext with what its statement commits to, and each document with its address, while nothing
 * serves from the folder; with `adopt` lets the guard remember a checkpoint from outside.
 */
export async function doctor({ adopt, trust, json }: DoctorFlags): Promise<ExitStatus> {
  if (trust !== undefined && adopt === undefined)
    throw usage('--trust goes with --adopt: it says whose log must have signed the checkpoint');
  const { guard, ciphertexts, files } = await withStore(async (store, remembering, shelves) => {
    if (adopt !== undefined) await remembering.write(await adoptable(store, remembering, { adopt, trust }));
    return { ...(await examine(store, remembering)), files: await examineDocuments(store, shelves) };
  });
  const findings = [...ciphertexts, ...files];
  const ok = guard === undefined && findings.length === 0;
  const said = guard?.message ?? 'The store holds what the guard remembers.';
  if (json) printJson({ ok, guard: guard?.code ?? 'agrees', detail: said, findings });
  else
    printLines([
      ...(adopt === undefined ? [] : [`The guard remembers the checkpoint of ${adopt} from now on.`]),
      said,
      ...(ciphertexts.length === 0 ? ['Every ciphertext is the one that was signed for.'] : []),
      ...(files.length === 0
        ? ['Every document that is named and all that everyone may see is there, each with the bytes its name says.']
        : []),
      ...findings.slice(0, mostListed).map(findingWords),
      ...(findings.length > mostListed ? [`… and ${findings.length - mostListed} more`] : []),
    ]);
  return ok ? 0 : 1;
}

const mostListed = 50;

const findingWords = ({ code, position, detail }: Finding): string =>
  `${code}${position === undefined ? '' : ` at ${position}`}: ${detail}`;

type Use<T> = (store: EventStore, guard: Guard, shelves: Shelves) => Promise<T>;

async function withStore<T>(use: Use<T>): Promise<T> {
  const config = readConfig(UpConfig, process.env);
  config.home = await standingHome(config.home, { embedded: isEmbedded(config) });
  const closing = [await holdHome(config.home)];
  try {
    const databases = await openEventDatabases(config);
    closing.push(() => databases.close());
    const { eventStoreUrl, eventIndexUrl: indexUrl } = databases;
    const store = await openEventStore(eventStoreUrl, { as: 'reader', indexUrl });
    closing.push(() => store.close());
    const guard = guardIn(config.home);
    if ((await store.size()) === 0 && (await guard.read()) === undefined) throw noLedgerIn(config.home);
    return await use(store, guard, {
      documents: new DirectoryDocumentStore(join(config.home, 'documents'), new SystemEntropy()),
      published: new PublicArchive(join(config.home, 'public')),
    });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/**
 * The checkpoint of a file, when this log has signed it, the store begins with what it says, and the guard remembers none that is newer:
 * an older one would let the ledger go on beside what has been signed. Throws `GUARD_MISMATCH` otherwise.
 */
async function adoptable(
  store: EventStore,
  guard: Guard,
  { adopt, trust }: { readonly adopt: string; readonly trust: string | undefined },
): Promise<string> {
  const text = await readText(adopt);
  const signed = parseSignedCheckpoint(text);
  if (signed === undefined) throw usage(`${adopt}: it is not a checkpoint`);
  const { size, root } = signed.checkpoint;
  if (!(await isSigned(signed, await logKeyOf(store, trust))))
    throw refused('the log of this ledger has not signed it');
  const remembered = parseSignedCheckpoint((await guard.read()) ?? '')?.checkpoint.size ?? 0;
  if (remembered > size) throw refused(`the guard remembers a newer one, of ${remembered} events`);
  const held = await store.size();
  if (held < size) throw refused(`it is of ${size} events, the store holds ${held}`);
  if (!equalBytes(await rootOf(store, size), root)) throw refused('the events of the store are others');
  return text;
}

const isSigned = async ({ checkpoint, note }: SignedCheckpoint, key: VerifierKey): Promise<boolean> =>
  checkpoint.origin === key.name && (await verifyNote(note, key));

/** The pinned key, or the one that the ledger itself says is in force. */
async function logKeyOf(store: EventStore, trust: string | undefined): Promise<VerifierKey> {
  if (trust !== undefined) {
    const pinned = parseTrust(await readText(trust));
    if (pinned === undefined) throw usage(`${trust}: it is not a trust file (ledger-trust/1)`);
    const { origin } = await foundingOf(store);
    if (pinned.origin !== origin) throw usage(`${trust} is of ${printable(pinned.origin)}, this ledger is ${origin}`);
    return pinned.log;
  }
  const keys = new LedgerKeys(store, () => Promise.resolve([]));
  await keys.refresh();
  const { origin } = await foundingOf(store);
  return verifierKey(origin, noteKeyTypes.ed25519, publicKeyBytes(keys.published));
}

const readText = async (file: string): Promise<string> => Buffer.from(await fileBytes(file)).toString('utf8');

const refused = (reason: string): LedgerError => new LedgerError('CHECKPOINT_REFUSED', reason);
