import { addresseeCodes, addresseeName, otherActorCode, type UnLanguage } from './addressees.js';
import { comparableName } from './comparable-name.js';
import { earlierNames2025 } from './earlier-names-2025.js';
import { otherActors2025 } from './other-actors-2025.js';
import { printedNames2025 } from './printed-names-2025.js';

/** Whom a printed name means: a State's code, or `OTH` with the actor's id. */
export interface RecognisedAddressee {
  readonly code: string;
  readonly id?: string;
}

const languages: readonly UnLanguage[] = ['en', 'fr', 'es', 'ar', 'zh', 'ru'];

/** A name and, where it ends in brackets, what may be printed for it: `Iran (Islamic Republic of)` → `Iran`, `Islamic Republic of Iran`. */
function printedForms(name: string): readonly string[] {
  const [, short, rest] = /^(.+?) ?[(（]([^)）]+)[)）]$/u.exec(name) ?? [];
  return short === undefined || rest === undefined ? [name] : [name, short, `${rest} ${short}`, `${rest}${short}`];
}

const namesOfStates: readonly (readonly [name: string, code: string])[] = [
  ...addresseeCodes.flatMap((code) =>
    languages.flatMap((language) =>
      printedForms(addresseeName(code, { language }) ?? code).map((name) => [name, code] as const),
    ),
  ),
  ...earlierNames2025.flatMap(({ code, names }) =>
    Object.values(names)
      .flatMap(printedForms)
      .map((name) => [name, code] as const),
  ),
  ...printedNames2025,
];

const namesOfActors = otherActors2025.flatMap(({ id, names, alsoPrinted }) =>
  [...Object.values(names), ...alsoPrinted].map((name) => [name, id] as const),
);

const everyName: readonly (readonly [name: string, addressee: RecognisedAddressee])[] = [
  ...namesOfStates.map(([name, code]) => [name, { code }] as const),
  ...namesOfActors.map(([name, id]) => [name, { code: otherActorCode, id }] as const),
];

const meant = byName(everyName);

/** A name that could mean two is left out: nobody is guessed. */
function byName(
  names: readonly (readonly [string, RecognisedAddressee])[],
): ReadonlyMap<string, RecognisedAddressee | undefined> {
  const found = new Map<string, RecognisedAddressee | undefined>();
  for (const [printed, addressee] of names) {
    const name = comparableName(printed);
    const isOther = found.has(name) && !isSame(found.get(name), addressee);
    found.set(name, isOther ? undefined : addressee);
  }
  return found;
}

function isSame(one: RecognisedAddressee | undefined, other: RecognisedAddressee): boolean {
  return one?.code === other.code && one.id === other.id;
}

/**
 * Whom a printed name means: a name that the United Nations has or had for a State in one of its six languages, a short form that letters
 * print, or a known other actor. Armed forces are never their State. `undefined` for anything else: nothing is guessed.
 */
export const recogniseAddressee = (printed: string): RecognisedAddressee | undefined =>
  meant.get(comparableName(printed));

/** An addressee under one of its names. */
export interface NamedAddressee extends RecognisedAddressee {
  readonly name: string;
}

/**
 * Whom somebody may mean who types a name, by the names `recogniseAddressee` knows and those in `more`: all who are called that; where nobody
 * is, `alike` holds all with a name in which it stands; of two letters, which stand in many names, whom they are the ISO 3166-1 code of. Each
 * once, a State under its English name.
 */
export function addresseesCalled(
  typed: string,
  more: readonly NamedAddressee[] = [],
): { readonly called: readonly NamedAddressee[]; readonly alike: readonly NamedAddressee[] } {
  const wanted = comparableName(typed);
  if (wanted === '') return { called: [], alike: [] };
  const names = [
    ...everyName.map(([name, addressee]) => ({ ...addressee, name })),
    ...more.flatMap((each) => [each, { ...each, name: each.id ?? each.code }]),
  ].map((each) => ({ ...each, compared: comparableName(each.name) }));
  const called = names.filter(({ compared }) => compared === wanted);
  if (called.length > 0) return { called: eachOnce(called), alike: [] };
  if (/^[a-z]{2}$/u.test(wanted)) return { called: [], alike: eachOnce(ofTwoLetters(wanted)) };
  return { called: [], alike: eachOnce(names.filter(({ compared }) => compared.includes(wanted))) };
}

/** By what Unicode calls the region, which may be called otherwise here: nobody is found then. It knows `UK`, too, which is no code. */
const ofTwoLetters = (code: string): NamedAddressee[] =>
  languages
    .map((language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(code.toUpperCase()))
    .flatMap((name = '') => {
      const found = recogniseAddressee(name);
      return found === undefined ? [] : [{ ...found, name }];
    });

function eachOnce(found: readonly NamedAddressee[]): NamedAddressee[] {
  const byKey = new Map<string, NamedAddressee>();
  for (const { code, id, name } of found)
    byKey.set(
      id ?? code,
      id === undefined ? { code, name: addresseeName(code) ?? name } : { code, id, name: actorName(id) ?? name },
    );
  return [...byKey.values()];
}

const actorName = (id: string): string | undefined => otherActors2025.find((actor) => actor.id === id)?.names.en;

/** Every form in which the name of a State may be printed in English, with those it had before. */
export const printedStateNames: readonly string[] = [
  ...new Set([
    ...addresseeCodes.flatMap((code) => printedForms(addresseeName(code) ?? code)),
    ...earlierNames2025.flatMap(({ names }) => printedForms(names.en)),
    ...printedNames2025.map(([printed]) => printed),
  ]),
];
