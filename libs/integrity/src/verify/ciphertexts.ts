import { fromHex } from '../bytes.js';
import { fileNames } from '../bundle/file-names.js';
import { type CiphertextsLine, parseCiphertextsLine, type TextLine, textLines } from '../bundle/lines.js';
import { digestOfBoxDigests } from '../sealing.js';
import type { BundleFiles } from './bundle-files.js';
import type { Findings } from './finding.js';
import { LineCursor } from './line-cursor.js';
import { sealedPlaces } from './sealed-places.js';
import type { SlotsOf } from './kinds.js';
import type { Statement } from './statements.js';

/** An auditor's bundle lists the digest of every ciphertext: together they are what each statement committed to (`ct`). */
export class CiphertextReader {
  private constructor(
    private readonly lines: LineCursor<CiphertextsLine>,
    private readonly slotsOf: SlotsOf,
    private readonly findings: { readonly here: Findings; readonly nowhere: Findings },
  ) {}

  static async over(files: BundleFiles, slotsOf: SlotsOf, findings: Findings): Promise<CiphertextReader> {
    const parts = { lines: findings.part(), here: findings.part(), nowhere: findings.part() };
    return new CiphertextReader(await LineCursor.over(ciphertextLines(files, parts.lines)), slotsOf, parts);
  }

  /** Takes in the next statement. What it gives, if anything, is to be awaited: more lines must be read. */
  see(statement: Statement): Promise<void> | undefined {
    if (this.lines.position < statement.position)
      return this.passUnclaimed(statement.position).then(() => this.see(statement));
    const line = this.lines.position === statement.position ? this.lines.next : undefined;
    if (line === undefined) {
      if (statement.ct !== undefined)
        this.findings.here.add('CIPHERTEXTS', 'the digests of its ciphertexts are missing', statement);
      return undefined;
    }
    if (!isCommitted(statement, line) || !areSlots(line, this.slotsOf(statement)))
      this.findings.here.add('CIPHERTEXTS', 'its ciphertexts are not those signed', statement);
    return this.lines.pass();
  }

  async end(): Promise<void> {
    await this.passUnclaimed(Number.POSITIVE_INFINITY);
  }

  /** Passes the lines ahead of a position, which belong to nothing. */
  private async passUnclaimed(ahead: number): Promise<void> {
    for (; this.lines.position < ahead; await this.lines.pass()) {
      const { position } = this.lines;
      this.findings.nowhere.add('CIPHERTEXTS', 'ciphertexts belong to no statement here', { position });
    }
  }
}

/** Lines of their form, in ascending order of position. */
async function* ciphertextLines(files: BundleFiles, findings: Findings): AsyncGenerator<Iterable<CiphertextsLine>> {
  const last = { position: -1 };
  for await (const texts of textLines(files.pieces(fileNames.ciphertexts))) yield linesOf(texts, last, findings);
}

function* linesOf(
  texts: Iterable<TextLine | undefined>,
  last: { position: number },
  findings: Findings,
): Generator<CiphertextsLine> {
  for (const text of texts) {
    if (findings.isFull) return;
    const line = text && parseCiphertextsLine(text.text);
    if (line === undefined || line.position <= last.position)
      findings.add('LINE', '"ciphertexts.jsonl" has a malformed line');
    else {
      last.position = line.position;
      yield line;
    }
  }
}

/** What was signed are the digests in the order of their paths: the paths themselves follow from the type, where it is known. */
function areSlots({ digests }: CiphertextsLine, slots: readonly string[] | undefined): boolean {
  return slots === undefined || Object.keys(digests).every((path) => slots.includes(path.replace(/\/\d+\//, '/*/')));
}

function isCommitted({ ct, event }: Statement, line: CiphertextsLine): boolean {
  const digests = Object.entries(line.digests).map(([path, hex]) => ({
    path,
    digest: fromHex(hex) ?? new Uint8Array(),
  }));
  const pathsAt = (place: string): number =>
    digests.filter(({ path }) => path.slice(0, path.lastIndexOf('/') + 1) === place).length;
  const places = sealedPlaces(event.data).map(({ path, digests: sealed }) => ({
    prefix: path === '' ? '' : `${path}/`,
    count: sealed.length,
  }));
  const isOnePerDigest =
    places.every(({ prefix, count }) => pathsAt(prefix) === count) &&
    places.reduce((sum, { count }) => sum + count, 0) === digests.length;
  return isOnePerDigest && ct === digestOfBoxDigests(digests);
}
