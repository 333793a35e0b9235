import { clearProgress, printLines } from '../terminal/print.js';
import { type Entry, isDraft } from './entry.js';
import type { Outcome } from './outcome.js';
import { warningsOf } from './warnings.js';
import { faultWords, placeWords, warningWords } from './import-words.js';

interface Told {
  readonly entry: Entry;
  outcome?: Outcome;
}

/**
 * Tells a person of faults and warnings, and on a dry run of what would happen: in the order of the file, although several rows are under
 * way at once.
 */
export class Teller {
  private readonly waiting: Told[] = [];

  constructor(private readonly flags: { readonly dryRun?: true }) {}

  begin(entry: Entry): void {
    this.waiting.push({ entry });
  }

  done(entry: Entry, outcome: Outcome): void {
    const told = this.waiting.find((one) => one.entry === entry);
    if (told !== undefined) told.outcome = outcome;
    while (this.waiting[0]?.outcome !== undefined) this.say(this.waiting.shift());
  }

  /** Says what still waits behind an entry that came to no end. */
  end(): void {
    for (const one of this.waiting.splice(0)) this.say(one);
  }

  private say(told: Told | undefined): void {
    if (told?.outcome === undefined) return;
    const { entry, outcome } = told;
    const lines =
      outcome.what === 'refused'
        ? outcome.faults.map((fault) => faultWords(entry.place, fault))
        : isDraft(entry.read)
          ? warningsOf(entry.read).map((warning) => warningWords(entry.place, warning))
          : [];
    if (lines.length > 0) clearProgress();
    for (const line of lines) process.stderr.write(`${line}\n`);
    if (this.flags.dryRun) this.sayForesight(told);
  }

  private sayForesight({ entry: { place, read }, outcome }: Told): void {
    if (outcome === undefined || outcome.what === 'refused' || !isDraft(read)) return;
    const act = outcome.what === 'recorded' ? `would record ${outcome.types.join(', ')}` : 'is there already';
    printLines([`${placeWords(place)}: ${read.reference} ${act}`]);
  }
}
