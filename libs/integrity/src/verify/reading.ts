import { headsStream, type RecordedEvent } from '#libs/ledger';
import { checkAudience } from './audience.js';
import type { BundleFiles } from './bundle-files.js';
import { CiphertextReader } from './ciphertexts.js';
import { CodesInForce, readCodes } from './codes-in-force.js';
import { DisclosureReader, type DisclosureRules } from './disclosures.js';
import { DocumentNames } from './document-names.js';
import type { ReadLedger } from './completeness.js';
import type { Findings } from './finding.js';
import { checkGenesis, type Pinned } from './genesis.js';
import { HeadsReplay } from './heads-replay.js';
import type { LoggedStatements } from './inclusion.js';
import { KeyReader } from './key-events.js';
import type { KeyRing } from './key-ring.js';
import type { OpenedField } from './opening.js';
import { Positions } from './positions.js';
import type { Slots } from './sealed-places.js';
import { SignatureCheck } from './signatures.js';
import { StatementRules } from './statement-rules.js';
import type { Leaf, Statement } from './statements.js';
import { Streams } from './stream-facts.js';
import { WholeTree } from './tree-check.js';

/** What the bundle says, once its statements, keys and disclosures were read and checked. */
export interface SignedContent extends ReadLedger, LoggedStatements {
  /** How many statements could be read. */
  readonly statements: number;
  /** Of a bundle for readers. */
  readonly events: readonly RecordedEvent[];
  readonly ring: KeyRing;
  readonly documents: DocumentNames;
  /** Awaits and judges all signatures. Gives the positions of doubted statements. */
  readonly judgeSignatures: () => Promise<readonly number[]>;
}

interface Rules extends DisclosureRules {
  readonly origin: string;
  readonly slots: Slots;
}

/** What each check found, in the order in which it is reported. */
interface Parts {
  readonly lines: Findings;
  readonly keys: Findings;
  readonly codes: Findings;
  readonly genesis: Findings;
  readonly rules: Findings;
  readonly audience: Findings;
  readonly signatures: Findings;
  readonly disclosures: Findings;
  readonly ciphertexts: Findings;
}

const partsOf = (findings: Findings): Parts => ({
  lines: findings.part(),
  keys: findings.part(),
  codes: findings.part(),
  genesis: findings.part(),
  rules: findings.part(),
  audience: findings.part(),
  signatures: findings.part(),
  disclosures: findings.part(),
  ciphertexts: findings.part(),
});

/**
 * The statements of a bundle as they pass, once, before all checks. Of each no more is kept than a few numbers; what a bundle for readers
 * holds besides is kept whole, for their views: it is one file's, never the ledger's.
 */
export class Reading {
  private count = 0;
  private resting: Statement | undefined;
  private readonly first = new Map<number, Statement>();
  private readonly codes = new CodesInForce();
  private readonly keys: KeyReader;
  private readonly rules: StatementRules;
  private readonly streams: Streams;
  private readonly signatures: SignatureCheck;
  private readonly replay: HeadsReplay | undefined;
  private readonly documents: DocumentNames;
  private readonly positions = new Positions();
  private readonly leaves: Leaf[] = [];
  private readonly events: RecordedEvent[] = [];
  private readonly tree: WholeTree | undefined;

  private constructor(
    private readonly files: BundleFiles,
    { origin, slots, source }: Rules,
    readonly parts: Parts,
    private readonly disclosures: DisclosureReader,
    private readonly ciphertexts: CiphertextReader | undefined,
  ) {
    const { code, headsPosition } = files.manifest;
    this.keys = new KeyReader(parts.keys);
    this.rules = new StatementRules({ origin, codes: this.codes, slots }, parts.rules);
    this.streams = new Streams(files.manifest);
    this.signatures = new SignatureCheck(this.keys.ring, this.streams);
    this.documents = new DocumentNames(files);
    if (code !== undefined) return;
    this.replay = new HeadsReplay(this.codes, headsPosition, source);
    this.tree = new WholeTree();
  }

  static async of(files: BundleFiles, rules: Rules, findings: Findings): Promise<Reading> {
    const parts = partsOf(findings);
    const disclosures = await DisclosureReader.over(files, rules, parts.disclosures);
    const hasCiphertexts = files.manifest.code === undefined && rules.source === 'bundle';
    const ciphertexts = hasCiphertexts
      ? await CiphertextReader.over(files, rules.slotsOf, parts.ciphertexts)
      : undefined;
    return new Reading(files, rules, parts, disclosures, ciphertexts);
  }

  /** Every line is a leaf, whether it can be read as a statement or not. */
  leaf(leaf: Leaf): void {
    this.positions.push(leaf.position);
    if (this.tree) this.tree.see(leaf);
    else this.leaves.push({ position: leaf.position, hash: leaf.hash });
  }

  /** Takes in the next statement; what it gives, if anything, is to be awaited before the one after it. */
  see(statement: Statement): Promise<void> | undefined {
    const { position } = statement;
    this.count++;
    if (position <= 2) this.first.set(position, statement);
    if (position === this.files.manifest.headsPosition) this.resting = statement;
    if (this.keys.isAbout(statement)) return this.keys.see(statement).then(() => this.open(statement));
    return this.open(statement);
  }

  private open(statement: Statement): Promise<void> | undefined {
    const opened = this.disclosures.see(statement);
    if (opened instanceof Promise) return opened.then((fields) => this.unseal(statement, fields));
    return this.unseal(statement, opened);
  }

  private unseal(statement: Statement, opened: readonly OpenedField[]): Promise<void> | undefined {
    const more = this.ciphertexts?.see(statement);
    return more ? more.then(() => this.judge(statement, opened)) : this.judge(statement, opened);
  }

  private judge(statement: Statement, opened: readonly OpenedField[]): Promise<void> | undefined {
    const { event } = statement;
    readCodes(statement, this.codes, this.parts.codes);
    this.rules.see(statement);
    const facts = this.streams.see(statement);
    this.replay?.see(statement, opened);
    if (event.stream !== headsStream) this.documents.seeData(event.data);
    for (const field of opened) this.documents.seeOpened(field);
    if (this.tree === undefined) this.events.push(event);
    return this.signatures.see(statement, facts);
  }

  /** All statements have passed. */
  async end(pinned: Pinned): Promise<SignedContent> {
    const { parts, streams, codes, positions, leaves, events, documents, tree, replay, resting } = this;
    const { ring } = this.keys;
    checkGenesis(this.first, ring, pinned, parts.genesis);
    checkAudience(streams, this.files.manifest, parts.audience);
    await this.signatures.end();
    await this.disclosures.end();
    await this.ciphertexts?.end();
    const disclosures = this.disclosures.byPosition;
    for (const fields of disclosures.values()) for (const field of fields) documents.seeOpened(field);
    const read = { resting, streams, codes, disclosures, replay, events, documents, ring };
    const judgeSignatures = () => this.signatures.judge(parts.signatures);
    return { ...read, judgeSignatures, statements: this.count, positions, leaves, tree };
  }
}
