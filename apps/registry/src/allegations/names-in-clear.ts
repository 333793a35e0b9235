import { Injectable } from '@nestjs/common';

import { foldCommunication } from '#libs/domain';
import { type Entry, EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { readBoxColumn } from '#libs/keyring';
import { isJsonObject, type Json, LedgerError } from '#libs/ledger';

import { SealedFields } from '../sealed-fields.js';

/** Names shorter than this stand in too many words to be looked for. */
const shortestName = 4;

/** Holds the clear record of a letter against the names sealed in the allegation behind it. What it sees, it shows nobody. */
@Injectable()
export class NamesInClear {
  constructor(
    private readonly store: EventStore,
    private readonly fields: SealedFields,
  ) {}

  /** Throws `NAME_UNMARKED` with the field of the letter's record that contains a name, never the name. */
  async refuse(allegation: string, letter: string): Promise<void> {
    const [received] = await this.store.readStream(allegation, 0, 1);
    const events = await wholeStream(this.store, letter);
    const state = foldCommunication(events.map(({ position, payload }) => recordedEvent(position, payload)));
    if (received === undefined || state.letter === undefined) return;
    const names = await this.sealedNames(received);
    const { subject, questions } = state.letter.data;
    const texts = [
      ['subject', subject] as const,
      ...questions.map(({ text }, i) => [`questions/${i}/text`, text] as const),
    ];
    const found = texts.filter(([, text]) => names.some((name) => text.toLocaleLowerCase().includes(name)));
    if (found.length > 0)
      throw new LedgerError(
        'NAME_UNMARKED',
        found.map(([path]) => ({ path, reason: 'contains a name sealed in the allegation' })),
      );
  }

  private async sealedNames(received: Entry): Promise<string[]> {
    const paths = (received.boxes === null ? [] : readBoxColumn(received.boxes)).map(({ path }) => path);
    const naming = paths.filter(
      (path) => path === 'source' || path.endsWith('/particulars') || path.endsWith('/names'),
    );
    const values = await Promise.all(naming.map((path) => this.valueOf(received, path)));
    return values
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

function namesIn(value: Json): string[] {
  if (Array.isArray(value)) return value.filter((name) => typeof name === 'string');
  const name = isJsonObject(value) ? value['name'] : undefined;
  return typeof name === 'string' ? [name] : [];
}
