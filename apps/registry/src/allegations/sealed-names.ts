import { isJsonObject, type Json, LedgerError } from '#libs/ledger';

import { comparable } from './comparable-text.js';
import type { Identifying } from './identifying-values.js';
import { ParticularsSearch } from './particulars-search.js';

/** The member that holds sealed fields. */
const neverRead = 'documents';

/** Where mandate holders are named by their nature. */
const signatory = /(?:^|\/)signatories\/\d+\/name$/;

/** Members in which companies and bodies are named by their nature, also one that is alleged to have done something. */
const namingBodies: ReadonlySet<string> = new Set(['addressee', 'businesses', 'otherRecipients']);

/** Ids and digests, whose letters and digits mean nothing. */
const meaningless = /^(?:[\da-f]{64}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** Names as they are sealed in allegations. */
export interface NamesFound {
  /** Of sources and persons concerned, and where they are reached. */
  readonly people: Identifying;
  /** Of alleged perpetrators, among them companies and bodies. */
  readonly perpetrators: readonly string[];
}

/** Names that must not stand in a clear text. They are shown to nobody: it is said where one stands, never which. */
export class SealedNames {
  private readonly people: ParticularsSearch;
  private readonly perpetrators: ParticularsSearch;

  constructor({ people, perpetrators }: NamesFound) {
    this.people = new ParticularsSearch(people.names, people.numbers);
    this.perpetrators = new ParticularsSearch(perpetrators);
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
    if (this.people.isEmpty && this.perpetrators.isEmpty) return [];
    return textsOf(payload, '')
      .filter(([path, text]) => !meaningless.test(text) && this.holdsName(path, text))
      .map(([path]) => path);
  }

  /** A mandate holder may share a word with somebody, but not the whole name. */
  private holdsName(path: string, text: string): boolean {
    const compared = comparable(text);
    if (signatory.test(path)) return this.people.isNamedBy(compared);
    const [member = ''] = path.split('/');
    return this.people.isIn(text, compared) || (!namingBodies.has(member) && this.perpetrators.isIn(text, compared));
  }
}

const inside = (where: string | undefined): string => (where === undefined ? '' : `, in ${where}`);

/** Every text in it with its path. */
function textsOf(value: Json | undefined, path: string): (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item, i) => textsOf(item, `${path}/${i}`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value)
    .filter(([name]) => name !== neverRead)
    .flatMap(([name, member]) => textsOf(member, path === '' ? name : `${path}/${name}`));
}
