import { Injectable } from '@nestjs/common';

import { allegationStream, type Consent, foldAllegation, foldCommunication } from '#libs/domain';
import { type Entry, EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { readBoxColumn } from '#libs/keyring';
import { isJsonObject, type Json, LedgerError } from '#libs/ledger';

import { LedgerIndex } from '../ledger-index.js';
import { SealedFields } from '../sealed-fields.js';

/** Names shorter than this stand in too many words to be looked for. */
const shortestName = 4;

/** A clear text and where it stands in its body. */
export type ClearText = readonly [path: string, text: string];

/** Who may be named, by what they agreed to; nobody when it is not given. A source and an alleged perpetrator never may. */
export type Agreed = (consent: Consent) => boolean;

/** Holds clear texts against the names sealed in the allegations behind them. What it sees, it shows nobody. */
@Injectable()
export class NamesInClear {
  constructor(
    private readonly store: EventStore,
    private readonly fields: SealedFields,
    private readonly index: LedgerIndex,
  ) {}

  /** Throws `NAME_UNMARKED` with the field of the letter's record that contains a name, never the name. */
  async refuseInLetter(allegation: string, letter: string): Promise<void> {
    const events = await wholeStream(this.store, letter);
    const state = foldCommunication(events.map(({ position, payload }) => recordedEvent(position, payload)));
    if (state.letter === undefined) return;
    const { subject, questions } = state.letter.data;
    await this.refuse([['subject', subject], ...questions.map(questionText)], [allegation]);
  }

  /** Throws `NAME_UNMARKED` for a text about letters that names somebody sealed in the allegations on which they rest. */
  async refuseAbout(letters: readonly string[], texts: readonly ClearText[], agreed: Agreed): Promise<void> {
    await this.index.catchUp(await this.store.size());
    const allegations = letters.flatMap((reference) => this.index.allegationsBehind(reference));
    await this.refuse(texts, [...new Set(allegations)].map(allegationStream), agreed);
  }

  private async refuse(texts: readonly ClearText[], allegations: readonly string[], agreed?: Agreed): Promise<void> {
    const names = (await Promise.all(allegations.map((stream) => this.sealedNames(stream, agreed)))).flat();
    const found = texts.filter(([, text]) => names.some((name) => text.toLocaleLowerCase().includes(name)));
    if (found.length > 0)
      throw new LedgerError(
        'NAME_UNMARKED',
        found.map(([path]) => ({ path, reason: 'contains a name sealed in the allegation' })),
      );
  }

  private async sealedNames(stream: string, agreed: Agreed = () => false): Promise<string[]> {
    const entries = await wholeStream(this.store, stream);
    const { persons } = foldAllegation(entries.map(({ position, payload }) => recordedEvent(position, payload)));
    const free = new Set(persons.filter(({ consent }) => agreed(consent)).map(({ id }) => id));
    const values = entries.flatMap((entry) => naming(entry, free).map((path) => this.valueOf(entry, path)));
    return (await Promise.all(values))
      .flatMap(namesIn)
      .map((name) => name.toLocaleLowerCase())
      .filter(({ length }) => length >= shortestName);
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

const questionText = ({ text }: { readonly text: string }, index: number): ClearText => [
  `questions/${index}/text`,
  text,
];

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
  const name = isJsonObject(value) ? value['name'] : undefined;
  return typeof name === 'string' ? [name] : [];
}
