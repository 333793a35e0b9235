import { headsStream, type Json } from '#libs/ledger';
import type { BundleManifest } from '../bundle/manifest.js';
import type { Findings } from './finding.js';
import type { Statement } from './statements.js';

/** What the checks ask of a stream, gathered as its statements pass. `Below` counts only those older than the heads of the bundle. */
export interface StreamFacts {
  readonly stream: string;
  /** The how manieth stream this is, in order of appearance. */
  readonly order: number;
  readonly first: { readonly position: number; readonly type: string; readonly audience: Json | undefined };
  /** How many statements it has. */
  count: number;
  /** The revision that comes next. */
  next: number;
  /** Some statement names a code; the bundle's own code. */
  hasCodes: boolean;
  belongs: boolean;
  published: boolean;
  hasBelow: boolean;
  belongsBelow: boolean;
  publishedBelow: boolean;
  /** −1 when there is none. */
  lastRevisionBelow: number;
}

interface Misplaced {
  readonly order: number;
  readonly code: 'REVISION_DUPLICATE' | 'REVISION_GAP';
  readonly detail: string;
  readonly position: number;
}

/** All streams of a bundle. Every one runs from revision 0 without a gap; only of the heads does a bundle for readers hold a single one. */
export class Streams {
  private readonly byName = new Map<string, StreamFacts>();
  private readonly names: string[] = [];
  private readonly misplaced: Misplaced[] = [];

  constructor(private readonly manifest: BundleManifest) {}

  get size(): number {
    return this.byName.size;
  }

  get(stream: string): StreamFacts | undefined {
    return this.byName.get(stream);
  }

  /** In order of appearance. */
  all(): Iterable<StreamFacts> {
    return this.byName.values();
  }

  name(order: number): string {
    return this.names[order] ?? '';
  }

  /** Takes in a statement; they come in order of position. */
  see(statement: Statement): StreamFacts {
    const facts = this.byName.get(statement.stream) ?? this.begin(statement);
    const { event, position } = statement;
    if (statement.stream !== headsStream || this.manifest.code === undefined) this.follow(facts, statement);
    const isPublication = event.type === 'LetterPublished';
    const belongs = this.manifest.code !== undefined && event.codes.includes(this.manifest.code);
    facts.count++;
    facts.hasCodes ||= event.codes.length > 0;
    facts.belongs ||= belongs;
    facts.published ||= isPublication;
    if (position >= this.manifest.headsPosition) return facts;
    facts.hasBelow = true;
    facts.belongsBelow ||= belongs;
    facts.publishedBelow ||= isPublication;
    facts.lastRevisionBelow = event.revision;
    return facts;
  }

  /** Says what was found wrong with the order in the streams, stream by stream. */
  report(findings: Findings): void {
    const sorted = [...this.misplaced].sort((a, b) => a.order - b.order);
    for (const { order, code, detail, position } of sorted)
      findings.add(code, detail, { position, stream: this.name(order) });
  }

  private begin({ stream, position, event: { type, data } }: Statement): StreamFacts {
    const facts: StreamFacts = {
      stream,
      order: this.names.length,
      first: { position, type, audience: data.audience },
      ...{ count: 0, next: 0, hasCodes: false, belongs: false, published: false },
      ...{ hasBelow: false, belongsBelow: false, publishedBelow: false, lastRevisionBelow: -1 },
    };
    this.byName.set(stream, facts);
    this.names.push(stream);
    return facts;
  }

  private follow(facts: StreamFacts, { event: { revision }, position }: Statement): void {
    const { order, next } = facts;
    facts.next = Math.max(next, revision + 1);
    if (revision < next) {
      const detail = `entry ${revision} of its stream stands here again`;
      this.misplaced.push({ order, code: 'REVISION_DUPLICATE', detail, position });
    } else if (revision > next) {
      const detail = `the entry before it in its stream is missing (${next})`;
      this.misplaced.push({ order, code: 'REVISION_GAP', detail, position });
    }
  }
}
