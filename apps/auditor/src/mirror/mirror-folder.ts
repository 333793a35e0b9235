import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import {
  formatEntryTile,
  fromUtf8,
  parseEntryTile,
  parseTilePath,
  parseTrust,
  tilePath,
  type Trust,
} from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

const tileWidth = 256;
const onFirstUse = 'trust-on-first-use';

/** How a mirror came to its trust: from somebody whom its keeper believes, or from the ledger itself. */
export type TrustKind = 'pinned' | 'first-use';

/**
 * A mirrored log on disk: entry tiles as C2SP tlog-tiles names them, the checkpoint that covers them, every earlier one that was
 * accepted, and the `trust.json` they are held against, with how it came. Each file appears whole or not at all.
 */
export class MirrorFolder {
  private constructor(private readonly folder: string) {}

  static open(folder: string): MirrorFolder {
    return new MirrorFolder(folder);
  }

  /** One that is only read. Throws `CONFIGURATION` when there is none: whoever mistyped a name is told so. */
  static existing(folder: string): MirrorFolder {
    if (!existsSync(join(folder, '.'))) throw new LedgerError('CONFIGURATION', `${folder}: there is no such folder`);
    const mirror = new MirrorFolder(folder);
    if (mirror.trustText === undefined) throw new LedgerError('CONFIGURATION', `${folder}: it is no mirror`);
    return mirror;
  }

  /** The trust that was pinned; `undefined` in a new folder. Throws `CONFIGURATION` when the file is none. */
  get trust(): Trust | undefined {
    const text = this.trustText;
    const trust = text === undefined ? undefined : parseTrust(text);
    if (text !== undefined && trust === undefined)
      throw new LedgerError('CONFIGURATION', `${join(this.folder, 'trust.json')}: it is not a trust file`);
    return trust;
  }

  get trustText(): string | undefined {
    return this.text('trust.json');
  }

  /** Whether nothing was mirrored yet. */
  get isEmpty(): boolean {
    return this.checkpoint === undefined && this.entries(0).length === 0;
  }

  /** The last checkpoint that was accepted, and all of them. */
  get checkpoint(): string | undefined {
    return this.text('checkpoint');
  }

  get checkpoints(): readonly string[] {
    const names = listed(join(this.folder, 'checkpoints')).filter((name) => /^\d+$/.test(name));
    return names.sort((a, b) => Number(a) - Number(b)).flatMap((name) => this.text(`checkpoints/${name}`) ?? []);
  }

  /** Whether the trust came from the ledger itself: that does not make it anybody's word but the ledger's. */
  get trustKind(): TrustKind {
    return this.text(onFirstUse) === undefined ? 'pinned' : 'first-use';
  }

  pin(trustText: string, kind: TrustKind): void {
    // Before the other file, so that what was never given by anybody is never taken for it.
    if (kind === 'first-use') this.write(onFirstUse, '');
    this.write('trust.json', trustText);
    if (kind === 'pinned') rmSync(join(this.folder, onFirstUse), { force: true });
  }

  /** The statements of the log are those on disk: from now on every later checkpoint must continue this one. */
  accept(size: number, note: string): void {
    this.write(`checkpoints/${size}`, note);
    this.write('checkpoint', note);
  }

  /** Keeps what was shown and does not fit: it is evidence. Gives the path. */
  keepEvidence(name: string, text: string): string {
    this.write(`evidence/${name}`, text);
    return join(this.folder, 'evidence', name);
  }

  /** Keeps a checkpoint that could not be held against anything here. Gives the path. */
  keepShown(name: string, text: string): string {
    this.write(`shown/${name}`, text);
    return join(this.folder, 'shown', name);
  }

  /** The statements of an entry tile, the fullest there is; none when there is none. */
  entries(index: number): readonly string[] {
    const full = this.bytes(entryTile(index, tileWidth));
    const widths = full ? [] : this.partialWidths(index);
    const bytes = full ?? (widths[0] === undefined ? undefined : this.bytes(entryTile(index, widths[0])));
    const entries = bytes === undefined ? [] : parseEntryTile(bytes);
    if (entries === undefined)
      throw new LedgerError('CONFIGURATION', `${this.folder}: an entry tile is damaged; mirror into a new folder`);
    return entries.map((entry) => fromUtf8(entry) ?? '');
  }

  /** Writes an entry tile; the narrower ones it replaces go. */
  keepEntries(index: number, jwts: readonly string[]): void {
    const narrower = this.partialWidths(index).filter((width) => width < jwts.length);
    this.write(entryTile(index, jwts.length), formatEntryTile(jwts));
    for (const width of narrower) rmSync(join(this.folder, entryTile(index, width)));
    if (jwts.length === tileWidth) rmSync(this.partialFolder(index), { recursive: true, force: true });
  }

  /** Takes the statements behind the first `size` out of the mirror. They are kept beside it: they are evidence. */
  setAside(size: number): void {
    const first = Math.floor(size / tileWidth);
    for (let index = first; ; index++) {
      const jwts = this.entries(index);
      if (jwts.length === 0) return;
      const kept = index === first ? jwts.slice(0, size % tileWidth) : [];
      if (kept.length === jwts.length) return;
      this.write(`evidence/entries-${index}`, formatEntryTile(jwts));
      rmSync(join(this.folder, entryTile(index, tileWidth)), { force: true });
      rmSync(this.partialFolder(index), { recursive: true, force: true });
      if (kept.length > 0) this.keepEntries(index, kept);
    }
  }

  /** All statements in order, tile by tile. */
  *statements(): Generator<readonly string[]> {
    for (let index = 0; ; index++) {
      const jwts = this.entries(index);
      if (jwts.length > 0) yield jwts;
      if (jwts.length < tileWidth) return;
    }
  }

  /** The first revision of the last page of what the records of heads disclose; `undefined` when there is none. */
  get lastHeads(): number | undefined {
    return this.headsPages.at(-1);
  }

  /** Keeps what was disclosed by the records of heads from a revision on; the page that began there is replaced. */
  keepHeads(from: number, lines: string): void {
    this.write(`heads/${from}`, lines);
  }

  /** From here to `endHeads` some of what the newest checkpoint's records of heads disclose may not have been asked for. */
  beginHeads(): void {
    this.write('heads/unfinished', '');
  }

  endHeads(): void {
    rmSync(join(this.folder, 'heads/unfinished'), { force: true });
  }

  get areHeadsFinished(): boolean {
    return this.text('heads/unfinished') === undefined;
  }

  /** What the records of heads disclose, page by page in order, as lines. */
  *headsDisclosures(): Generator<string> {
    for (const from of this.headsPages) yield this.text(`heads/${from}`) ?? '';
  }

  private get headsPages(): number[] {
    const names = listed(join(this.folder, 'heads')).filter((name) => /^\d+$/.test(name));
    return names.map(Number).sort((a, b) => a - b);
  }

  /** What was disclosed, when somebody has put it here. */
  get disclosures(): Uint8Array | undefined {
    return this.bytes('disclosures.jsonl');
  }

  private partialWidths(index: number): number[] {
    const path = entryTile(index, 1);
    const names = listed(join(this.folder, dirname(path)));
    const widths = names.flatMap((name) => parseTilePath(`${dirname(path)}/${name}`)?.width ?? []);
    return widths.sort((a, b) => b - a);
  }

  private partialFolder = (index: number): string => join(this.folder, dirname(entryTile(index, 1)));

  private text(name: string): string | undefined {
    const bytes = this.bytes(name);
    return bytes && fromUtf8(bytes);
  }

  private bytes(name: string): Uint8Array | undefined {
    try {
      return readFileSync(join(this.folder, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new LedgerError('CONFIGURATION', `${join(this.folder, name)}: it cannot be read`, { cause: error });
    }
  }

  private write(name: string, content: string | Uint8Array): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, content, { flush: true });
    renameSync(`${path}.new`, path);
  }
}

const entryTile = (index: number, width: number): string => tilePath({ level: 'entries', index, width });

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new LedgerError('CONFIGURATION', `${folder}: it cannot be read`, { cause });
  }
}
