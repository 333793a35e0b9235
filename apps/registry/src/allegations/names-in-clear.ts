import { Injectable } from '@nestjs/common';

import { allegationStream, type Consent, foldAllegation, parseReference, streamOf } from '#libs/domain';
import { type Entry, EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { readBoxColumn } from '#libs/keyring';
import { type Json, LedgerError, type RecordedEvent } from '#libs/ledger';

import { LedgerIndex } from '../ledger-index.js';
import type { LookedUp } from '../look-up-freshness.js';
import { SealedFields } from '../sealed-fields.js';
import { type Identifying, identifyingIn } from './identifying-values.js';
import { type NamesFound, SealedNames } from './sealed-names.js';

/** Who may be named, by what they agreed to. A source and an alleged perpetrator never may. */
export type Agreed = (consent: Consent) => boolean;

/** Nobody may be named: what is recorded of a letter for its addressee. */
export const nobody: Agreed = () => false;

/** Letters on which something recorded rests, by their streams, and who may be named in it all the same. */
export interface Resting {
  readonly letters: readonly string[];
  readonly agreed?: Agreed;
}

/** Names, and what makes them too few. */
export interface NamesLookedUp {
  readonly names: SealedNames;
  readonly lookedUp: readonly LookedUp[];
}

const noNames = new SealedNames({ people: { names: [], numbers: [] }, perpetrators: [] });
const none: NamesLookedUp = { names: noNames, lookedUp: [] };

/** Finds the names sealed in allegations, so that clear texts can be held against them. It is asked only on behalf of who may record. */
@Injectable()
export class NamesInClear {
  constructor(
    private readonly store: EventStore,
    private readonly fields: SealedFields,
    private readonly index: LedgerIndex,
  ) {}

  /**
   * The names in the allegations behind these letters, without those of persons who agreed; as of what the index has taken in, because what
   * is recorded later makes the look-up old.
   */
  async behind({ letters, agreed = nobody }: Resting): Promise<NamesLookedUp> {
    if (letters.length === 0) return none;
    const { size } = this.index.heads;
    const allegations = [...new Set(letters.flatMap((letter) => this.index.links.allegationsBehind(letter)))];
    const isOldBy = (event: RecordedEvent): boolean => links(event, letters) || concerns(event, allegations);
    return { names: await this.namesIn(allegations, agreed), lookedUp: [{ size, isOldBy }] };
  }

  /** Every name in one allegation and in those that became one with it, without those of persons who agreed. The index must be up to date. */
  async of(allegation: string, agreed: Agreed): Promise<NamesLookedUp> {
    const { size } = this.index.heads;
    const allegations = this.index.links.together(allegation);
    const isOldBy = (event: RecordedEvent): boolean => concerns(event, allegations);
    return { names: await this.namesIn(allegations, agreed), lookedUp: [{ size, isOldBy }] };
  }

  private async namesIn(allegations: readonly string[], agreed: Agreed): Promise<SealedNames> {
    if (allegations.length === 0) return noNames;
    const found = await Promise.all(allegations.map((stream) => this.namesOf(stream, agreed)));
    return new SealedNames({
      people: together(found.map(({ people }) => people)),
      perpetrators: found.flatMap(({ perpetrators }) => perpetrators),
    });
  }

  /** Names came in with every event of the allegation, not only with its first. */
  private async namesOf(allegation: string, agreed: Agreed): Promise<NamesFound> {
    const entries = await wholeStream(this.store, allegation);
    const { persons } = foldAllegation(entries.map(({ position, payload }) => recordedEvent(position, payload)));
    const free = new Set(persons.filter(({ consent }) => agreed(consent)).map(({ id }) => id));
    const paths = entries.flatMap((entry) => naming(entry, free).map((path) => ({ entry, path })));
    const values = await Promise.all(
      paths.map(async ({ entry, path }) => ({ path, found: identifyingIn(await this.valueOf(entry, path)) })),
    );
    const foundWhere = (isAsked: (path: string) => boolean): Identifying =>
      together(values.filter(({ path }) => isAsked(path)).map(({ found }) => found));
    return { people: foundWhere((path) => !ofPerpetrators(path)), perpetrators: foundWhere(ofPerpetrators).names };
  }

  /** A field whose key is destroyed can no longer betray anyone. */
  private async valueOf(entry: Entry, path: string): Promise<Json> {
    try {
      return (await this.fields.open(entry, path)).value;
    } catch (error) {
      if (error instanceof LedgerError && error.code === 'SUBJECT_SHREDDED') return null;
      throw error;
    }
  }
}

const links = ({ type, data }: RecordedEvent, letters: readonly string[]): boolean =>
  type === 'AllegationLinked' && letters.includes(streamOf(parseReference(String(data['reference']))));

/** Whether an event brings names into one of these allegations, or changes who may be named. */
const concerns = ({ stream, type, data }: RecordedEvent, allegations: readonly string[]): boolean =>
  allegations.includes(stream) ||
  (type === 'AllegationMerged' && allegations.includes(allegationStream(String(data['into']))));

const ofPerpetrators = (path: string): boolean => /(?:^|\/)names$/.test(path);

/** The sealed fields of an entry that hold names, without the particulars of those who may be named. */
function naming({ position, payload, boxes }: Entry, free: ReadonlySet<string>): string[] {
  const { persons } = recordedEvent(position, payload).data as { readonly persons?: readonly { id?: string }[] };
  return (boxes === null ? [] : readBoxColumn(boxes))
    .map(({ path }) => path)
    .filter((path) => {
      if (path === 'source' || ofPerpetrators(path)) return true;
      const person = /^persons\/(\d+)\/particulars$/.exec(path)?.[1];
      return person !== undefined && !free.has(persons?.[Number(person)]?.id ?? '');
    });
}

const together = (found: readonly Identifying[]): Identifying => ({
  names: found.flatMap(({ names }) => names),
  numbers: found.flatMap(({ numbers }) => numbers),
});
