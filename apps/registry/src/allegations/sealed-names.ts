import { isJsonObject, type Json, LedgerError } from '#libs/ledger';

/** Names shorter than this stand in too many words to be looked for. */
const shortestName = 4;

/** Members that hold sealed fields, or name mandate holders by their nature. */
const neverRead: ReadonlySet<string> = new Set(['documents', 'signatories']);

/** Members in which companies and bodies are named by their nature, also one that is alleged to have done something. */
const namingBodies: ReadonlySet<string> = new Set(['addressee', 'businesses', 'otherRecipients']);

/** Ids and digests, whose letters and digits mean nothing. */
const meaningless = /^(?:[\da-f]{64}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** Names as they are sealed in allegations. */
export interface NamesFound {
  /** Of sources and persons concerned, and where a source is reached. */
  readonly people: readonly string[];
  /** Of alleged perpetrators, among them companies and bodies. */
  readonly perpetrators: readonly string[];
}

/** Names that must not stand in a clear text. They are shown to nobody: it is said where one stands, never which. */
export class SealedNames {
  private readonly people: readonly string[];
  private readonly all: readonly string[];

  constructor({ people, perpetrators }: NamesFound) {
    this.people = lookedFor(people);
    this.all = [...this.people, ...lookedFor(perpetrators)];
  }

  /** Throws `NAME_UNMARKED` with every place of these payloads in which a name stands; `where` says what they are, if not the request. */
  refuse(payloads: readonly object[], where?: string): void {
    const found = payloads.flatMap((payload) => this.placesIn(payload as Json));
    if (found.length > 0)
      throw new LedgerError(
        'NAME_UNMARKED',
        [...new Set(found)].map((path) => ({
          path,
          reason: `contains a name sealed in the allegation${inside(where)}`,
        })),
      );
  }

  private placesIn(payload: Json): readonly string[] {
    if (this.all.length === 0) return [];
    return textsOf(payload, '')
      .filter(([path, text]) => !meaningless.test(text) && this.holdsName(path, comparable(text)))
      .map(([path]) => path);
  }

  private holdsName(path: string, text: string): boolean {
    const [member = ''] = path.split('/');
    return (namingBodies.has(member) ? this.people : this.all).some((name) => text.includes(name));
  }
}

const inside = (where: string | undefined): string => (where === undefined ? '' : `, in ${where}`);

const lookedFor = (names: readonly string[]): string[] =>
  names.map(comparable).filter(({ length }) => length >= shortestName);

/** Every text in it with its path. */
function textsOf(value: Json | undefined, path: string): (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item, i) => textsOf(item, `${path}/${i}`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value)
    .filter(([name]) => !neverRead.has(name))
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
