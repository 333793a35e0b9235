import { Injectable } from '@nestjs/common';

import { type Entry, EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { readBoxColumn } from '#libs/keyring';
import { isJsonObject, type Json, LedgerError } from '#libs/ledger';

import { LedgerIndex } from '../ledger-index.js';
import { SealedFields } from '../sealed-fields.js';

/** Names shorter than this stand in too many words to be looked for. */
const shortestName = 4;

/** Members of a letter's record that name somebody by their nature, or hold sealed fields. */
const naming: ReadonlySet<string> = new Set(['addressee', 'businesses', 'documents', 'signatories']);

/**
 * Holds what is recorded of a letter for its readers against the names sealed in the allegations behind it. What it sees, it shows nobody:
 * it says where a name stands, never which.
 */
@Injectable()
export class NamesInClear {
  constructor(
    private readonly store: EventStore,
    private readonly fields: SealedFields,
    private readonly index: LedgerIndex,
  ) {}

  /** Before an allegation is linked to a letter: throws `NAME_UNMARKED` when anything recorded of that letter holds a name of the allegation. */
  async refuseLink(allegation: string, letter: string): Promise<void> {
    const names = await this.sealedNames(allegation);
    if (names.length === 0) return;
    for (const { position, payload } of await wholeStream(this.store, letter))
      refuse(recordedEvent(position, payload).data, names);
  }

  /** Before something is recorded of letters: throws `NAME_UNMARKED` when it holds a name of an allegation that is behind one of them. */
  async refuseText(data: object, letters: readonly string[]): Promise<void> {
    await this.index.catchUp(await this.store.size());
    const allegations = new Set(letters.flatMap((letter) => this.index.allegationsBehind(letter)));
    const names = await Promise.all([...allegations].map((allegation) => this.sealedNames(allegation)));
    refuse(data as Json, names.flat());
  }

  private async sealedNames(allegation: string): Promise<string[]> {
    const [received] = await this.store.readStream(allegation, 0, 1);
    const boxes = received === undefined || received.boxes === null ? [] : readBoxColumn(received.boxes);
    const paths = boxes
      .map(({ path }) => path)
      .filter((path) => path === 'source' || path.endsWith('/particulars') || path.endsWith('/names'));
    const values = await Promise.all(paths.map((path) => this.valueOf(received as Entry, path)));
    return values
      .flatMap(namesIn)
      .map(comparable)
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

function refuse(data: Json, names: readonly string[]): void {
  const found = textsOf(data, '').filter(([, text]) => {
    const compared = comparable(text);
    return names.some((name) => compared.includes(name));
  });
  if (found.length > 0)
    throw new LedgerError(
      'NAME_UNMARKED',
      found.map(([path]) => ({ path, reason: 'contains a name sealed in the allegation' })),
    );
}

/** Every text in it with its path. */
function textsOf(value: Json | undefined, path: string): (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item, i) => textsOf(item, `${path}/${i}`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value)
    .filter(([name]) => !naming.has(name))
    .flatMap(([name, member]) => textsOf(member, path === '' ? name : `${path}/${name}`));
}

/** As two texts are compared: without case, accents, and what kind of space or how many. */
const comparable = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s\u200b-\u200d\u2060]+/gu, ' ')
    .trim();

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
