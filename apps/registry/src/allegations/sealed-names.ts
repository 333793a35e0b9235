import { isJsonObject, type Json, LedgerError } from '#libs/ledger';

/** Names shorter than this stand in too many words to be looked for. */
const shortestName = 4;

/** Members that name somebody by their nature, or hold sealed fields. */
const exempt: ReadonlySet<string> = new Set(['addressee', 'businesses', 'documents', 'signatories']);

/** Ids and digests, whose letters and digits mean nothing. */
const meaningless = /^(?:[\da-f]{64}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** Names that must not stand in a clear text. They are shown to nobody: it is said where one stands, never which. */
export class SealedNames {
  private readonly names: readonly string[];

  constructor(names: readonly string[]) {
    this.names = names.map(comparable).filter(({ length }) => length >= shortestName);
  }

  /** Throws `NAME_UNMARKED` with every place of these payloads in which a name stands. */
  refuse(payloads: readonly object[]): void {
    const found = payloads.flatMap((payload) => this.placesIn(payload as Json));
    if (found.length > 0)
      throw new LedgerError(
        'NAME_UNMARKED',
        [...new Set(found)].map((path) => ({ path, reason: 'contains a name sealed in the allegation' })),
      );
  }

  private placesIn(payload: Json): readonly string[] {
    if (this.names.length === 0) return [];
    return textsOf(payload, '')
      .filter(([, text]) => !meaningless.test(text) && this.holdsName(comparable(text)))
      .map(([path]) => path);
  }

  private holdsName(text: string): boolean {
    return this.names.some((name) => text.includes(name));
  }
}

/** Every text in it with its path. */
function textsOf(value: Json | undefined, path: string): (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item, i) => textsOf(item, `${path}/${i}`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value)
    .filter(([name]) => !exempt.has(name))
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
