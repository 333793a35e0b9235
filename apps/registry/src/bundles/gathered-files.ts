import {
  type CiphertextsLine,
  ciphertextsLineText,
  compactJwt,
  documentFile,
  disclosureDigest,
  disclosureLineText,
  fileNames,
  type LongFile,
  parseCompactJwt,
  recordedEvent,
  sha256OfPieces,
  statementText,
  toHex,
  utf8,
} from '#libs/integrity';
import type { Entry } from '#libs/event-store';
import { LedgerError, type RecordedEvent } from '#libs/ledger';
import { longViewFiles } from '#libs/projections';

import type { Spool, Spools } from './spool.js';

interface Part {
  readonly from: number;
  readonly length: number;
}

/** The long files of a bundle as they come about, each laid by on disk. */
export class GatheredFiles {
  private readonly opened: Spool[] = [];
  private readonly starts: number[] = [0];
  private readonly byDigest = new Map<string, Part>();

  private constructor(
    private readonly spools: Spools,
    private readonly statementLines: Spool,
    private readonly disclosureLines: Spool,
    private readonly ciphertextLines: Spool,
    private readonly documentBytes: Spool,
  ) {
    this.opened.push(statementLines, disclosureLines, ciphertextLines, documentBytes);
  }

  static async begin(spools: Spools): Promise<GatheredFiles> {
    const open = (): Promise<Spool> => spools.open();
    return new GatheredFiles(spools, await open(), await open(), await open(), await open());
  }

  /** Statements come in order of position, each with the disclosures that belong to it, in any order. */
  async add({ position, kid, payload, signature }: Entry, disclosures: readonly string[]): Promise<void> {
    await this.statementLines.write(utf8(statementText({ position, jwt: compactJwt(kid, payload, signature) })));
    this.starts.push(this.statementLines.length);
    const keyed = disclosures.map((disclosure) => ({ disclosure, digest: disclosureDigest(disclosure) }));
    keyed.sort((a, b) => (a.digest < b.digest ? -1 : 1));
    for (const { disclosure } of keyed)
      await this.disclosureLines.write(utf8(disclosureLineText({ position, disclosure })));
  }

  /** Of the statement added last. */
  async addCiphertexts(line: CiphertextsLine): Promise<void> {
    await this.ciphertextLines.write(utf8(ciphertextsLineText(line)));
  }

  hasDocument(digest: string): boolean {
    return this.byDigest.has(digest);
  }

  async addDocument(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const digest = sha256OfPieces();
    const from = this.documentBytes.length;
    for await (const piece of pieces) {
      digest.update(piece);
      await this.documentBytes.write(piece);
    }
    this.byDigest.set(toHex(digest.digest()), { from, length: this.documentBytes.length - from });
  }

  /** Nothing more is added. */
  async end(): Promise<void> {
    for (const spool of this.opened) await spool.end();
  }

  get statements(): LongFile {
    return { name: fileNames.statements, pieces: () => this.statementLines.pieces() };
  }

  get disclosures(): LongFile {
    return { name: fileNames.disclosures, pieces: () => this.disclosureLines.pieces() };
  }

  get ciphertexts(): LongFile {
    return { name: fileNames.ciphertexts, pieces: () => this.ciphertextLines.pieces() };
  }

  get documents(): readonly LongFile[] {
    return [...this.byDigest]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([digest, { from, length }]) => ({
        name: documentFile(digest),
        pieces: () => this.documentBytes.pieces(from, length),
      }));
  }

  /** The views of the file of this code, folded from the statements added. */
  async views(code: string): Promise<readonly LongFile[]> {
    const files: LongFile[] = [];
    const source = { all: () => this.events(), at: (index: number) => this.event(index) };
    for (const { name, pieces } of await longViewFiles(code, source)) {
      const spool = await this.spools.open();
      this.opened.push(spool);
      for await (const piece of pieces) await spool.write(utf8(piece));
      await spool.end();
      files.push({ name, pieces: () => spool.pieces() });
    }
    return files;
  }

  /** Room for the bundle itself, which outlives what it is made of. */
  room(): Promise<Spool> {
    return this.spools.open();
  }

  async close(): Promise<void> {
    for (const spool of this.opened) await spool.close();
  }

  private async *events(): AsyncGenerator<RecordedEvent> {
    for (let index = 0; index < this.starts.length - 1; index++) yield await this.event(index);
  }

  private async event(index: number): Promise<RecordedEvent> {
    const [from = 0, to = 0] = [this.starts[index], this.starts[index + 1]];
    const line = Buffer.from(await this.statementLines.read(from, to - from)).toString('latin1');
    const { position, jwt } = JSON.parse(line) as { position: number; jwt: string };
    const payload = parseCompactJwt(jwt)?.payload;
    if (payload === undefined) throw new LedgerError('INTERNAL', 'a statement laid by is damaged');
    return recordedEvent(position, payload);
  }
}
