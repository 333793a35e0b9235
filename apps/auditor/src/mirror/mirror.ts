import {
  equalBytes,
  type Finding,
  leafHash,
  MerkleTree,
  parseSignedCheckpoint,
  parseTrust,
  printable,
  type Trust,
  verifyCheckpoint,
} from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import { type LedgerSource, toBeShown } from '../remote/ledger-source.js';
import { Progress, type Terminal } from '../terminal.js';
import { readText } from '../verify-file.js';
import type { MirrorFolder, TrustKind } from './mirror-folder.js';
import { type HeadsMirrored, mirrorHeads } from './mirrored-heads.js';

export interface MirrorTask {
  readonly source: LedgerSource;
  readonly folder: MirrorFolder;
  /** A file with the `trust.json` to pin; without one a new mirror trusts on first use. */
  readonly trustFile?: string | undefined;
  /** Asks to stop after what is being fetched; the next run goes on from there. */
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
}

export interface Mirrored {
  readonly findings: readonly Finding[];
  readonly trust: TrustKind;
  readonly size: number;
  /** How many statements the newest checkpoint counts. */
  readonly of: number;
  /** What of the mirror is left as it was: `nothing` when nothing was accepted before, `damaged` when its own files are not those it accepted. */
  readonly before: 'nothing' | 'sound' | 'damaged';
  /** Whether what the heads disclose was fetched; `undefined` when the newest checkpoint was not accepted. */
  readonly heads?: HeadsMirrored;
}

const tileWidth = 256;

/**
 * Brings a mirror to the ledger's newest checkpoint. It is accepted only when the statements fetched have exactly its root and continue
 * every checkpoint accepted before; what does not fit is kept as evidence, and the mirror stays as it was. Only then is the ledger asked
 * what its heads disclose: whatever it answers, it is held to what it signed. Throws `LEDGER_UNREACHABLE` when an answer cannot be read.
 */
export async function mirror(task: MirrorTask): Promise<Mirrored> {
  const { source, folder } = task;
  const { trust, text, how } = await pinned(task);
  const tree = new MerkleTree();
  for (const jwts of folder.statements()) for (const jwt of jwts) tree.append(leafHash(jwt));
  const own = folder.checkpoint;
  const ours = own === undefined ? [] : ownFindings(own, tree, trust);
  const note = await source.checkpoint(toBeShown(trust));
  const seen = await verifyCheckpoint(note, trust);
  const size = seen.checkpoint?.size ?? 0;
  const before = own === undefined ? 'nothing' : ours.length > 0 ? 'damaged' : 'sound';
  const answer = { trust: how, size: tree.size, of: size, before } as const;
  const wrong = [
    ...seen.findings.map((finding) => named(finding, note, trust)),
    ...(seen.checkpoint ? backwards(own, size) : []),
  ];
  if (seen.checkpoint === undefined || ours.length + wrong.length > 0)
    return {
      ...answer,
      findings: wrong.length === 0 ? shown(folder, note, ours) : [...ours, ...evident(folder, note, wrong)],
    };
  await fetched(task, tree, size);
  if (tree.size < size) return { ...answer, size: tree.size, findings: [] };
  if (equalBytes(tree.root(size), seen.checkpoint.root)) {
    folder.beginHeads();
    // With the checkpoint that it vouches for, and not before: what was accepted until now stands under the other one.
    folder.pin(text, how);
    folder.accept(size, note);
    const heads = await mirrorHeads(task, size);
    if (heads === 'all') folder.endHeads();
    return { ...answer, size, heads, findings: [] };
  }
  folder.setAside(Number(folder.checkpoint?.split('\n')[1] ?? 0));
  const detail = 'the statements served do not have the root that the log signed';
  return { ...answer, findings: evident(folder, note, [{ code: 'INCLUSION', detail }]) };
}

interface Pinned {
  readonly trust: Trust;
  readonly text: string;
  readonly how: TrustKind;
}

async function pinned({ source, folder, trustFile }: MirrorTask): Promise<Pinned> {
  const own = folder.trust;
  const given = trustFile === undefined ? undefined : readText(trustFile);
  const text = given ?? folder.trustText ?? (await source.trust());
  const trust = parseTrust(text);
  if (trust === undefined)
    throw new LedgerError('CONFIGURATION', `${trustFile ?? 'what the ledger gives'}: no trust file`);
  // Until something was mirrored under it, a trust file that was given by mistake is replaced by the next that is given, and by nothing else.
  const isBegun = own !== undefined && (given === undefined || !folder.isEmpty);
  if (isBegun && own.origin !== trust.origin)
    throw new LedgerError('CONFIGURATION', 'the folder mirrors another ledger than the one that is trusted');
  const how = given !== undefined ? 'pinned' : own === undefined ? 'first-use' : folder.trustKind;
  if (!isBegun) folder.pin(text, how);
  return { trust, text, how };
}

/**
 * The mirror's own files must still have the root that was accepted. Who signed it was judged then: the log may have changed its key
 * since, and its witnesses.
 */
function ownFindings(text: string, tree: MerkleTree, { origin }: Trust): Finding[] {
  const checkpoint = parseSignedCheckpoint(text)?.checkpoint;
  const isWhole = checkpoint?.origin === origin && tree.size >= checkpoint.size;
  if (isWhole && equalBytes(tree.root(checkpoint.size), checkpoint.root)) return [];
  return [{ code: 'INCLUSION', detail: 'the files of this mirror are not those it accepted: they were damaged here' }];
}

/** Of a checkpoint that is of another ledger than the trust file both names are told. */
function named(finding: Finding, note: string, trust: Trust): Finding {
  const origin = parseSignedCheckpoint(note)?.checkpoint.origin;
  if (finding.code !== 'ORIGIN' || origin === undefined) return finding;
  return { ...finding, detail: `the checkpoint is of ${printable(origin)}, and the trust file of ${trust.origin}` };
}

function backwards(own: string | undefined, size: number): Finding[] {
  const last = own === undefined ? undefined : parseSignedCheckpoint(own)?.checkpoint;
  if (!last || size >= last.size) return [];
  const detail = `the log shows ${size} statements and has signed ${last.size} before: something was taken back`;
  return [{ code: 'CONSISTENCY', detail }];
}

async function fetched(
  { source, folder, signal, terminal }: MirrorTask,
  tree: MerkleTree,
  size: number,
): Promise<void> {
  const start = tree.size;
  const progress = new Progress(terminal, 'mirroring');
  let tile = [...folder.entries(Math.floor(start / tileWidth))].slice(0, start % tileWidth);
  for await (const jwts of untilAsked(source.statements(start, size), signal)) {
    for (const jwt of jwts) {
      tree.append(leafHash(jwt));
      tile.push(jwt);
      if (tile.length < tileWidth) continue;
      folder.keepEntries(tree.size / tileWidth - 1, tile);
      tile = [];
    }
    progress.at(tree.size, start, size);
    if (signal.aborted) break;
  }
  if (tile.length > 0 && tree.size > start) folder.keepEntries(Math.floor(tree.size / tileWidth), tile);
  progress.end();
}

/** What comes before the signal; an answer that is cut off by it is none. */
async function* untilAsked<T>(pages: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  try {
    yield* pages;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/**
 * Damage on this disk is nothing that the ledger did: of it there is no evidence against anybody. What could not be held against the own
 * files is kept to be held against others, for it may never be shown again.
 */
function shown(folder: MirrorFolder, note: string, ours: readonly Finding[]): readonly Finding[] {
  if (folder.checkpoints.includes(note)) return ours;
  const place = folder.keepShown(nameNow(), note);
  return ours.map((finding) => ({
    ...finding,
    detail: `${finding.detail}; what the ledger showed is kept as ${place}`,
  }));
}

function evident(folder: MirrorFolder, note: string, findings: readonly Finding[]): readonly Finding[] {
  if (findings.length === 0) return findings;
  const place = folder.keepEvidence(nameNow(), note);
  return findings.map((finding) => ({ ...finding, detail: `${finding.detail}; kept as ${place}` }));
}

const nameNow = (): string => `${new Date().toISOString().replaceAll(':', '-')}.checkpoint`;
