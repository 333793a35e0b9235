import { LedgerError } from '#libs/ledger';
import { addresseeName, isOtherActor, type UnLanguage } from '../reference-data/addressees.js';
import { comparableName } from '../reference-data/comparable-name.js';
import { otherActors2025 } from '../reference-data/other-actors-2025.js';
import type { CommunicationState, LetterOnRecord } from './communication.js';
import type { AddresseeKind, AddresseePrinted } from './letter-parts.js';
import type { ReferenceKey } from './reference.js';

/** An addressee that is no State: a company, a regional body, armed forces. Its letters share the code `OTH` with those of all others. */
export interface OtherActor {
  readonly id: string;
  readonly kind: AddresseeKind;
  /** As letters printed it, oldest first; of an actor of the reference data its names before those. */
  readonly names: readonly string[];
}

/** The actors of the reference data, to whom letters can be sent by an id of their own from the first one on. */
export const knownActors: readonly OtherActor[] = otherActors2025.map(({ id, kind, names, alsoPrinted }) => ({
  ...{ id, kind, names: [...Object.values(names), ...alsoPrinted] },
}));

/**
 * The actors that letters were sent to so far, with those of the reference data. A letter in error addresses nobody. What an actor is does not
 * change with what a later record says of it: the first one counts, before it the reference data.
 */
export function actorsOf(letters: Iterable<Pick<CommunicationState, 'letter' | 'versions'>>): readonly OtherActor[] {
  const actors = new Map(knownActors.map((actor) => [actor.id, actor]));
  for (const { letter, versions } of letters) {
    if (letter === undefined) continue;
    const { name } = letter.data.addressee;
    const idIn = ({ data }: LetterOnRecord): string => data.addressee.id ?? versions[0]?.id ?? letter.id;
    const id = idIn(letter);
    const first = versions.find((version) => idIn(version) === id) ?? letter;
    const known = actors.get(id);
    const { kind } = known ?? first.data.addressee;
    const names = known?.names ?? [];
    actors.set(id, { id, kind, names: names.includes(name) ? names : [...names, name] });
  }
  return [...actors.values()];
}

export interface AddressingContext {
  readonly reference: ReferenceKey;
  readonly actors: readonly OtherActor[];
  /** The id of an actor that nobody has written to before. */
  readonly newActor: string;
  /** Whether the letter has an addressee on record, which only a known name or an id that is named replaces. */
  readonly isCorrection: boolean;
}

/**
 * The addressee of a letter as it is recorded: an other actor with its id, which the letter names or which follows from the printed name; an
 * actor that nobody knows yet gets a new one. `ADDRESSEE_UNKNOWN` when kind and code do not go together, for an id that no actor has, for a
 * kind that is not the actor's, for a name that stands for all of them, and for one that a correction prints first without the id of the actor; `ADDRESSEE_NAME_TAKEN` when the name is another actor's.
 */
export function addressed(addressee: AddresseePrinted, context: AddressingContext): AddresseePrinted {
  const { code } = context.reference;
  if ((addressee.kind === 'state') === isOtherActor(code)) throw unknown('kind', `does not go with the code ${code}`);
  if (isOtherActor(code)) return addressedActor(addressee, context);
  if (addressee.id !== undefined) throw unknown('id', 'a State has its code and no other id');
  return addressee;
}

function addressedActor(
  addressee: AddresseePrinted,
  { actors, newActor, isCorrection }: AddressingContext,
): AddresseePrinted {
  const { name, kind, id } = addressee;
  if (sharedNames.has(comparableName(name))) throw unknown('name', 'must be the name of one actor');
  const named = actors.find(({ names }) => names.some((one) => comparableName(one) === comparableName(name)));
  const actor = id === undefined ? named : actors.find((one) => one.id === id);
  if (actor === undefined && id === undefined && isCorrection)
    throw unknown('id', 'must be named: no actor has the name so far');
  if (actor === undefined && id !== undefined && id !== newActor) throw unknown('id', 'no other actor has this id');
  if (named !== undefined && named.id !== (actor?.id ?? newActor))
    throw new LedgerError('ADDRESSEE_NAME_TAKEN', { path: 'addressee/id', reason: `this is the name of ${named.id}` });
  if (actor !== undefined && actor.kind !== kind) throw unknown('kind', `${actor.id} is on record as ${actor.kind}`);
  return { ...addressee, id: actor?.id ?? newActor };
}

const languages: readonly UnLanguage[] = ['en', 'fr', 'es', 'ar', 'zh', 'ru'];
const sharedNames: ReadonlySet<string> = new Set(
  ['OTH', ...languages.map((language) => addresseeName('OTH', { language }) ?? '')].map(comparableName),
);

const unknown = (member: keyof AddresseePrinted, reason: string): LedgerError =>
  new LedgerError('ADDRESSEE_UNKNOWN', { path: `addressee/${member}`, reason });
