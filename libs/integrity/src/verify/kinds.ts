import { headsStream, vocabulary } from '#libs/ledger';
import type { BundleFiles } from './bundle-files.js';
import { Findings, printable } from './finding.js';
import { fillsSlots, type Slots } from './sealed-places.js';
import { readSlots } from './slots.js';
import type { Statement } from './statements.js';

/** What a verifier knows of kinds of statements, `<Type>/<ver>`. */
export interface KnownKinds {
  /** The slots of those that seal something. */
  readonly slots?: Slots;
  /** All of them; without it every kind counts as known. Those without slots seal nothing. */
  readonly kinds?: readonly string[];
}

/** The paths that a statement's sealed fields have, where they are known. */
export type SlotsOf = (statement: Statement) => readonly string[] | undefined;

/** Of which kinds here what is sealed rests on nothing but the bundle's own list, which nobody has signed. */
export interface KindsOutcome {
  /** Kinds the verifier does not know: whether all is sealed that must be was not judged. */
  readonly unknown: readonly string[];
  /** Kinds that the list tells otherwise than the verifier knows them, and of which a statement follows the list. */
  readonly setAside: readonly string[];
}

/** Further ones are not told: whoever makes up a bundle can make up as many as it has statements. */
const mostTold = 100;

/**
 * Holds the sealed places of statements against what the verifier knows where `slots.json` says something else of their kind. A statement
 * that is as the verifier knows it is sound, whatever the list says. One that is not, but as the list says, may be another implementation's
 * (design 7.2: the list is unsigned, and types may have been known in another shape): its kind is told. One that is neither is found.
 */
export class KindsSeen {
  private readonly unknown = new Set<string>();
  private readonly setAside = new Set<string>();
  private readonly known: ReadonlySet<string> | undefined;
  /** Kinds that the list tells otherwise. */
  private readonly disputed: ReadonlySet<string>;
  /** The verifier's own slots of the kinds it knows, none of those that seal nothing. */
  private readonly own: Slots;

  private constructor(
    own: Slots,
    private readonly said: Slots,
    kinds: readonly string[] | undefined,
    private readonly findings: Findings,
  ) {
    this.known = kinds && new Set(kinds);
    this.own = { ...Object.fromEntries((kinds ?? []).filter(mayHaveNoSlots).map((kind) => [kind, []])), ...own };
    const differs = (kind: string): boolean => JSON.stringify(this.listed(kind)) !== JSON.stringify(this.own[kind]);
    this.disputed = new Set(Object.keys(this.own).filter(differs));
  }

  /** A mirror has no list of its own. */
  static ofMirror({ slots = {}, kinds }: KnownKinds): KindsSeen {
    return new KindsSeen(slots, slots, kinds, new Findings());
  }

  /** A bundle whose list is missing or has no form, which is found elsewhere, is judged by what the verifier knows. */
  static async over(files: BundleFiles, { slots = {}, kinds }: KnownKinds, findings: Findings): Promise<KindsSeen> {
    return new KindsSeen(slots, (await readSlots(files)) ?? slots, kinds, findings);
  }

  /** The verifier's own slots of the kinds on which the bundle says the same: those are judged where all statements are. */
  get agreed(): Slots {
    return Object.fromEntries(Object.entries(this.own).filter(([kind]) => !this.disputed.has(kind)));
  }

  see(statement: Statement): void {
    const { kind, event } = statement;
    if (this.known?.has(kind) === false) tell(this.unknown, kind);
    else if (this.disputed.has(kind) && !fillsSlots(event.data, this.own[kind] ?? [])) {
      if (fillsSlots(event.data, this.listed(kind))) tell(this.setAside, kind);
      else this.findings.add('SD_PLACEMENT', 'not exactly the slots of its type are sealed', statement);
    }
  }

  /** The slots by which a statement was judged, which are those its disclosures may name; `undefined` where it was not. */
  slotsOf({ kind, event }: Statement): readonly string[] | undefined {
    const own = Object.hasOwn(this.own, kind) ? this.own[kind] : undefined;
    if (own === undefined || !this.disputed.has(kind) || fillsSlots(event.data, own)) return own;
    return this.listed(kind);
  }

  get outcome(): KindsOutcome {
    return { unknown: [...this.unknown].sort(), setAside: [...this.setAside].sort() };
  }

  private listed(kind: string): readonly string[] {
    return Object.hasOwn(this.said, kind) ? (this.said[kind] ?? []) : [];
  }
}

/** In records of heads a field is sealed for each code in force. */
const mayHaveNoSlots = (kind: string): boolean =>
  !(vocabulary[headsStream] as readonly string[]).includes(kind.split('/')[0] ?? '');

function tell(kinds: Set<string>, kind: string): void {
  if (kinds.size < mostTold) kinds.add(printable(kind.slice(0, 80)));
}
