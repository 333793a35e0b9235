import { headsStream } from '#libs/ledger';
import { fileNames } from '../bundle/file-names.js';
import { parseDisclosureLine, type TextLine, textLines } from '../bundle/lines.js';
import type { BundleManifest } from '../bundle/manifest.js';
import { type Release, releaseKey, Releases } from '../bundle/releases.js';
import { disclosureDigest } from '../disclosure.js';
import type { BundleFiles, StatementSource } from './bundle-files.js';
import type { Findings } from './finding.js';
import type { SlotsOf } from './kinds.js';
import { LineCursor } from './line-cursor.js';
import { type OpenedField, Opening } from './opening.js';
import type { Statement } from './statements.js';

/** Opened fields by the position of their statement. */
export type Disclosures = ReadonlyMap<number, readonly OpenedField[]>;

/** What disclosures are judged by besides their statements. */
export interface DisclosureRules {
  readonly source: StatementSource;
  readonly slotsOf: SlotsOf;
}

/**
 * Reads `disclosures.jsonl` beside the statements: each line belongs to one digest of one statement here, and puts one new member in its
 * place. What publications have released must be there, and for the public and for auditors nothing else.
 */
export class DisclosureReader {
  private readonly releases = new Releases();
  /** Every field that is open, with the position of its statement, but for those of the heads in an auditor's bundle. */
  private readonly open = new Map<string, number>();
  /** What a bundle for readers holds, of which there is never too much to keep. */
  private readonly kept = new Map<number, Opening>();

  private constructor(
    private readonly lines: LineCursor<ReadDisclosure>,
    private readonly manifest: BundleManifest,
    private readonly rules: DisclosureRules,
    private readonly findings: Findings,
  ) {}

  static async over(files: BundleFiles, rules: DisclosureRules, findings: Findings): Promise<DisclosureReader> {
    const lines = await LineCursor.over(disclosureLines(files, findings));
    return new DisclosureReader(lines, files.manifest, rules, findings);
  }

  /** The fields opened by position; of a bundle for readers only. */
  get byPosition(): Disclosures {
    return new Map([...this.kept].map(([position, { fields }]) => [position, fields]));
  }

  /** Takes in a statement and the lines up to it; the fields it opens, to be waited for where more lines must be read. */
  see(statement: Statement): readonly OpenedField[] | Promise<readonly OpenedField[]> {
    this.releases.see(statement.event);
    const isKept = this.manifest.code !== undefined;
    if (!isKept && !this.hasLines(statement)) return [];
    const opening = new Opening(statement, this.rules.slotsOf(statement));
    if (isKept) this.kept.set(statement.position, opening);
    return this.openAll(opening);
  }

  /** Whether there are lines for this statement, or for places before it. */
  private hasLines({ position }: Statement): boolean {
    return this.lines.position <= position;
  }

  private openAll(opening: Opening): readonly OpenedField[] | Promise<readonly OpenedField[]> {
    const { statement } = opening;
    while (this.hasLines(statement)) {
      this.take(this.lines.next, this.lines.position === statement.position ? opening : undefined);
      const more = this.lines.pass();
      if (more) return more.then(() => this.openAll(opening));
    }
    return opening.fields;
  }

  /** Nothing more comes: the lines left over belong to nothing, and all that was released is there. */
  async end(): Promise<void> {
    for (; this.lines.next !== undefined; await this.lines.pass()) this.take(this.lines.next);
    for (const { event, digest, isWithdrawn, publishedAt } of this.promised)
      if (!isWithdrawn && !this.open.has(releaseKey(event, digest)))
        this.findings.add('DISCLOSURE_MISSING', 'a field that was released is not here', { position: publishedAt });
    if (this.manifest.audience !== 'addressee') this.checkReleased();
    if (this.manifest.code !== undefined) this.checkHeads(this.manifest.code);
  }

  /** A mirror is given no disclosures; the fields that a bundle must open may be closed in it. */
  private get promised(): Release[] {
    return this.rules.source === 'bundle' ? this.releases.all : [];
  }

  private take(line: ReadDisclosure | undefined, here?: Opening): void {
    for (const { detail, ...place } of line?.faults ?? []) this.findings.add('LINE', detail, place);
    if (line?.disclosure === undefined) return;
    const { position, disclosure } = line;
    const opening = here ?? this.kept.get(position);
    const problem = opening === undefined ? 'DISCLOSURE_UNREFERENCED' : opening.open(disclosure);
    if (problem) this.findings.add(problem, problems[problem], { ...opening?.statement, position });
    else if (opening && (this.manifest.code !== undefined || opening.statement.stream !== headsStream))
      this.open.set(releaseKey(opening.statement.event.id, opening.fields.at(-1)?.digest ?? ''), position);
  }

  /** But for heads nothing is open to the public or to an auditor that was never released. */
  private checkReleased(): void {
    const released = new Set(this.releases.all.map(({ event, digest }) => releaseKey(event, digest)));
    for (const [key, position] of this.open) {
      const place = { ...this.kept.get(position)?.statement, position };
      if (!released.has(key) && place.stream !== headsStream) this.findings.add('AUDIENCE', notTheirs, place);
    }
  }

  private checkHeads(code: string): void {
    for (const { statement, fields } of this.kept.values())
      for (const { name } of fields)
        if (statement.stream === headsStream && name !== code) this.findings.add('AUDIENCE', notTheirs, statement);
  }
}

const notTheirs = 'a field is opened that these readers may not see';

const problems = {
  DISCLOSURE_UNREFERENCED: 'a disclosure belongs to no statement here',
  DISCLOSURE_DUPLICATE: 'the same disclosure stands twice',
  DISCLOSURE_FORM: 'a disclosure is not of its form, or names a member that is already there',
} as const;

/** A line with what is wrong with its own place and with the lines right before it, to be told when it is taken: one is read ahead. */
interface ReadDisclosure {
  readonly position: number;
  /** Nothing behind the last line. */
  readonly disclosure?: { readonly text: string; readonly digest: string };
  readonly faults: readonly Fault[];
}

interface Fault {
  readonly detail: string;
  readonly position?: number;
}

/** Lines by position, then by digest; behind the last one that stands for the end and for what is wrong there. */
async function* disclosureLines(files: BundleFiles, findings: Findings): AsyncGenerator<Iterable<ReadDisclosure>> {
  const reader = new DisclosureLines(findings);
  for await (const texts of textLines(files.pieces(fileNames.disclosures))) yield reader.read(texts);
  if (!findings.isFull) yield [{ position: Number.POSITIVE_INFINITY, faults: reader.faults }];
}

const mostFaults = 1_000;

class DisclosureLines {
  faults: Fault[] = [];
  private position = -1;
  private digest = '';

  constructor(private readonly findings: Findings) {}

  *read(texts: Iterable<TextLine | undefined>): Generator<ReadDisclosure> {
    for (const text of texts) {
      // Faults that wait for a line to be told with are bounded, too: a file may have nothing but malformed lines.
      if (this.findings.isFull || this.faults.length >= mostFaults) return;
      const line = text && parseDisclosureLine(text.text);
      if (line === undefined) {
        const place = this.position < 0 ? {} : { position: this.position };
        this.faults.push({ detail: '"disclosures.jsonl" has a malformed line', ...place });
      } else yield this.placed(line.position, line.disclosure);
    }
  }

  private placed(position: number, text: string): ReadDisclosure {
    const digest = disclosureDigest(text);
    const isLater = position > this.position || (position === this.position && digest >= this.digest);
    if (!isLater) this.faults.push({ detail: '"disclosures.jsonl" is not in its order', position });
    const { faults } = this;
    this.faults = [];
    this.position = position;
    this.digest = digest;
    return { position, disclosure: { text, digest }, faults };
  }
}
