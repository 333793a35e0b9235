import { Injectable } from '@nestjs/common';

import { allegationStream, type Consent, foldAllegation } from '#libs/domain';
import { type Entry, EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { readBoxColumn } from '#libs/keyring';
import { isJsonObject, type Json, LedgerError } from '#libs/ledger';

import { LedgerIndex } from '../ledger-index.js';
import { SealedFields } from '../sealed-fields.js';
import { SealedNames } from './sealed-names.js';

/** Who may be named, by what they agreed to. A source and an alleged perpetrator never may. */
export type Agreed = (consent: Consent) => boolean;

/** Nobody may be named: what is recorded of a letter for its addressee. */
const nobody: Agreed = () => false;

/** Letters on which something recorded rests, by their streams, and who may be named in it all the same. */
export interface Resting {
  readonly letters: readonly string[];
  readonly agreed?: Agreed;
}

/** Finds the names sealed in allegations, so that clear texts can be held against them. It is asked only on behalf of who may record. */
@Injectable()
export class NamesInClear {
  constructor(
    private readonly store: EventStore,
    private readonly fields: SealedFields,
    private readonly index: LedgerIndex,
  ) {}

  /** The names in the allegations behind these letters, without those of persons who agreed. */
  async behind({ letters, agreed = nobody }: Resting): Promise<SealedNames> {
    if (letters.length > 0) await this.index.upToDate();
    const allegations = new Set(letters.flatMap((letter) => this.index.allegationsBehind(letter)));
    const names = await Promise.all([...allegations].map((stream) => this.namesOf(stream, agreed)));
    return new SealedNames(names.flat());
  }

  /** Every name in one allegation. */
  async of(allegationId: string): Promise<SealedNames> {
    return new SealedNames(await this.namesOf(allegationStream(allegationId), nobody));
  }

  /** Names came in with every event of the allegation, not only with its first. */
  private async namesOf(allegation: string, agreed: Agreed): Promise<string[]> {
    const entries = await wholeStream(this.store, allegation);
    const { persons } = foldAllegation(entries.map(({ position, payload }) => recordedEvent(position, payload)));
    const free = new Set(persons.filter(({ consent }) => agreed(consent)).map(({ id }) => id));
    const values = entries.flatMap((entry) => naming(entry, free).map((path) => this.valueOf(entry, path)));
    return (await Promise.all(values)).flatMap(namesIn);
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

/** The sealed fields of an entry that hold names, without the particulars of those who may be named. */
function naming({ position, payload, boxes }: Entry, free: ReadonlySet<string>): string[] {
  const { persons } = recordedEvent(position, payload).data as { readonly persons?: readonly { id?: string }[] };
  return (boxes === null ? [] : readBoxColumn(boxes))
    .map(({ path }) => path)
    .filter((path) => {
      if (path === 'source' || path.endsWith('/names')) return true;
      const person = /^persons\/(\d+)\/particulars$/.exec(path)?.[1];
      return person !== undefined && !free.has(persons?.[Number(person)]?.id ?? '');
    });
}

function namesIn(value: Json): string[] {
  if (Array.isArray(value)) return value.filter((name) => typeof name === 'string');
  if (!isJsonObject(value)) return [];
  const { name, contact } = value;
  return [
    ...(typeof name === 'string' ? [name] : []),
    // An address or a number; words such as "none" say nothing of anyone.
    ...(typeof contact === 'string' && /@|\d{5}/u.test(contact) ? [contact] : []),
  ];
}
