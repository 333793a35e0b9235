import { createHash } from 'node:crypto';
import { canonicalJson, headsStream } from '#libs/ledger';
import {
  type BundleManifest,
  type BundleParts,
  disclosureDigest,
  type DisclosureLine,
  fileNames,
  fromUtf8,
  HeadsLedger,
  type NamedFile,
  type Readers,
  releaseKey,
  releasesOf,
  selectForReaders,
  utf8,
} from '#libs/integrity';
import type { SmallEntry, SmallLedger } from './small-ledger.js';

/** The parts of a bundle for readers, with every disclosure they may see. */
export async function readerParts(ledger: SmallLedger, readers: Readers): Promise<BundleParts> {
  const selection = selectForReaders(
    ledger.entries.map(({ event }) => event),
    readers,
  );
  const entries = selection.positions.flatMap((position) => ledger.entries[position] ?? []);
  const { audience, code, headsPosition } = readers;
  return {
    ...(await common(ledger, entries)),
    ...{ audience, code, headsPosition },
    disclosures: entries.flatMap((entry) => disclosed(entry, ledger, readers)),
    lists: new Map([[code, selection.list]]),
  };
}

/** The parts of an auditor's bundle, which holds every statement, resting on the heads at a position. */
export async function auditorParts(ledger: SmallLedger, headsPosition: number): Promise<BundleParts> {
  const then = new HeadsLedger();
  ledger.entries.slice(0, headsPosition).forEach(({ event }) => then.add(event));
  const audience = ledger.entries[headsPosition]?.event.data['audience'] === 'public' ? 'public' : 'addressee';
  return {
    ...(await common(ledger, ledger.entries)),
    ...{ audience: 'auditor', headsPosition },
    disclosures: ledger.entries.flatMap((entry) => disclosed(entry, ledger, { audience: 'public' })),
    lists: new Map(then.codes.map((code) => [code, then.list(code, audience)])),
    ciphertexts: ledger.entries
      .filter(({ digests }) => Object.keys(digests).length > 0)
      .map(({ event, digests }) => ({ position: event.position, digests })),
  };
}

const common = async (ledger: SmallLedger, entries: readonly SmallEntry[]) => ({
  origin: ledger.origin,
  tree: ledger.tree,
  slots: {},
  statements: entries.map(({ event, jwt }) => ({ position: event.position, jwt })),
  checkpoint: { size: ledger.size, text: await ledger.checkpoint() },
});

/** An addressee sees what its letters seal, others what was released; of the heads one code's value, an auditor every one. */
function disclosed(
  { event, disclosures }: SmallEntry,
  ledger: SmallLedger,
  { audience, code }: { readonly audience: string; readonly code?: string },
): DisclosureLine[] {
  const released = new Set(
    releasesOf(ledger.entries.map((entry) => entry.event)).map((release) => releaseKey(release.event, release.digest)),
  );
  const isSeen = (text: string): boolean => {
    if (event.stream !== headsStream)
      return audience === 'addressee' || released.has(releaseKey(event.id, disclosureDigest(text)));
    return code === undefined || Buffer.from(text, 'base64url').includes(`"${code}"`);
  };
  return disclosures.filter(isSeen).map((disclosure) => ({ position: event.position, disclosure }));
}

/** What a forger does after changing files: names them in a new `bundle.json`, whose other members `told` may replace. */
export function withManifest(files: readonly NamedFile[], told: Readonly<Record<string, unknown>> = {}): NamedFile[] {
  const last = files.find(({ name }) => name === fileNames.manifest);
  const others = files.filter(({ name }) => name !== fileNames.manifest);
  const manifest = JSON.parse(fromUtf8(last?.bytes ?? new Uint8Array()) ?? '') as BundleManifest;
  const digests = others.map(({ name, bytes }) => [name, createHash('sha256').update(bytes).digest('hex')] as const);
  const text = canonicalJson({ ...manifest, files: Object.fromEntries(digests), ...told });
  return [...others, { name: fileNames.manifest, bytes: utf8(text) }];
}
