import { canonicalJson, type RecordedEvent } from '#libs/ledger';

type Counts = Map<string, number>;

/** A ledger has a few dozen types; whoever makes up a history can make up as many as it has statements. */
const mostTypes = 200;

/**
 * The view of an auditor's bundle, which is nobody's file: how many statements of each type the whole ledger holds, and how many name each
 * addressee. It counts what was recorded and judges none of it: a letter that was corrected or recorded in error since was recorded. Folded
 * as the statements pass; of them nothing is kept but the counts.
 */
export class LedgerTally {
  private statements = 0;
  private readonly all: Counts = new Map();
  private readonly addressees = new Map<string, Counts>();

  see({ type, codes }: Pick<RecordedEvent, 'type' | 'codes'>): void {
    this.statements++;
    if (!this.all.has(type) && this.all.size >= mostTypes) return;
    count(this.all, type);
    for (const code of codes) {
      const known = this.addressees.get(code);
      if (known !== undefined) count(known, type);
      else this.addressees.set(code, new Map([[type, 1]]));
    }
  }

  /** The file, by name: JCS `{"addressees":{"<CODE>":{"<Type>":n}},"all":{"<Type>":n},"statements":n,"version":1,"view":"tally"}`. */
  get file(): readonly [name: string, text: string] {
    const { statements } = this;
    const addressees = Object.fromEntries(
      [...this.addressees].map(([code, counts]) => [code, Object.fromEntries(counts)]),
    );
    const view = { addressees, all: Object.fromEntries(this.all), statements, version: 1, view: 'tally' };
    return ['views/tally.1.json', canonicalJson(view)];
  }
}

function count(counts: Counts, type: string): void {
  counts.set(type, (counts.get(type) ?? 0) + 1);
}
