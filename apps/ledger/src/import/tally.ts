import { progress } from '../terminal/print.js';
import { type Entry, isDraft, type Place } from './entry.js';
import type { Fault } from './fault.js';
import type { Outcome } from './outcome.js';
import { Pace, progressWords } from './pace.js';
import type { Teller } from './teller.js';
import { type Warning, warningsOf } from './warnings.js';

/** A fault with its place, as `--json` shows it. */
export type PlacedFault = Place & Fault & { readonly reference?: string };

export type PlacedWarning = Place & Warning & { readonly reference: string };

/** How many faults, and how many warnings, `--json` lists; the others are counted. */
const mostFaults = 1000;
/** How often the line of progress changes, in milliseconds. */
const rhythm = 200;

/** Counts what became of the entries, and shows how far it is. */
export class Tally {
  readonly counts = { recorded: 0, already_there: 0, refused: 0 };
  readonly events = new Map<string, number>();
  readonly faults: PlacedFault[] = [];
  faultsOmitted = 0;
  readonly warnings: PlacedWarning[] = [];
  warningsOmitted = 0;
  last: Place | undefined;
  private readonly began = Date.now();
  private shownAt = this.began;
  private readonly pace = new Pace(this.began);
  private part = 0;

  constructor(
    /** Hears of each entry, when a person watches. */
    private readonly teller: Teller | undefined,
  ) {}

  get entries(): number {
    return this.counts.recorded + this.counts.already_there + this.counts.refused;
  }

  get seconds(): number {
    return (Date.now() - this.began) / 1000;
  }

  begin(entry: Entry): void {
    this.last = entry.place;
    this.part = entry.part;
    this.teller?.begin(entry);
  }

  add(entry: Entry, outcome: Outcome): void {
    this.counts[outcome.what] += 1;
    if (outcome.what === 'refused') this.note(entry, outcome.faults);
    else this.count(entry, outcome.types);
    this.teller?.done(entry, outcome);
    if (Date.now() - this.shownAt >= rhythm) this.show();
  }

  private count({ place, read }: Entry, types: readonly string[]): void {
    for (const type of types) this.events.set(type, (this.events.get(type) ?? 0) + 1);
    if (!isDraft(read)) return;
    for (const warning of warningsOf(read))
      if (this.warnings.length < mostFaults) this.warnings.push({ ...place, reference: read.reference, ...warning });
      else this.warningsOmitted += 1;
  }

  private show(): void {
    this.shownAt = Date.now();
    if (this.seconds < 1) return;
    const { entries, part, counts, last } = this;
    this.pace.note(entries, this.shownAt);
    progress(progressWords({ entries, part, refused: counts.refused, perSecond: this.pace.perSecond, last }));
  }

  private note({ place, read }: Entry, faults: readonly Fault[]): void {
    const reference = 'reference' in read ? { reference: read.reference } : {};
    for (const fault of faults)
      if (this.faults.length < mostFaults) this.faults.push({ ...place, ...reference, ...fault });
      else this.faultsOmitted += 1;
  }
}
