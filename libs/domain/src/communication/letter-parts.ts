import { perpetratorKinds, type PerpetratorKind } from '../perpetrators.js';
import {
  ActorId,
  AddresseeCode,
  Count,
  OccurredOn,
  OneOf,
  Optional,
  OrNull,
  Rule,
  Text,
  Texts,
} from '../validation.js';

export const addresseeKinds = [
  'state',
  'company',
  'regional_body',
  'international_organisation',
  'armed_forces',
  'armed_group',
  'territory',
  'de_facto_authority',
  'other',
] as const;
export type AddresseeKind = (typeof addresseeKinds)[number];

const instrumentVerbs = ['ratified', 'acceded', 'signed', 'adopted', 'none'] as const;
export type InstrumentVerb = (typeof instrumentVerbs)[number];

const stateRoles = ['addressee', 'victims_origin', 'perpetrators_nationality', 'location', 'mentioned'] as const;
export type StateRole = (typeof stateRoles)[number];

const uprPositions = ['supported', 'noted'] as const;
export type UprPosition = (typeof uprPositions)[number];

/** The addressee as the letter prints it. */
export class AddresseePrinted {
  /** Of an other actor only, which is always recorded with one: an id of the reference data, or that of the first letter to it. */
  @Optional()
  @ActorId()
  readonly id?: string;

  @Text(300)
  readonly name: string;

  @OneOf(addresseeKinds)
  readonly kind: AddresseeKind;
}

export class CapacityMandate {
  @Text(400)
  readonly mandate: string;

  /** The Human Rights Council resolution, `51/15`. */
  @OrNull()
  @Text(40)
  readonly resolution: string | null;
}

export class Signatory {
  @Text(200)
  readonly name: string;

  @Text(400)
  readonly capacity: string;
}

export class Question {
  @Count(999, 1)
  readonly number: number;

  @Text(4000)
  readonly text: string;

  /** How many things the question asks for. */
  @Count(99, 1)
  readonly asks: number;
}

/** An instrument with the verb that is printed, also where the depositary records another act. */
export class InstrumentCited {
  @Text(300)
  readonly name: string;

  @Texts(60, 40)
  readonly articles: readonly string[];

  @OneOf(instrumentVerbs)
  readonly verb: InstrumentVerb;

  @OrNull()
  @OccurredOn()
  readonly on: string | null;
}

export class DocumentCited {
  @Text(300)
  readonly printed: string;

  /** The symbol as the issuing body writes it. */
  @Text(120)
  readonly normalised: string;

  @OrNull()
  @Text(120)
  readonly paragraphs: string | null;
}

export class UprCitation {
  @OrNull()
  @OccurredOn()
  readonly on: string | null;

  /** Numbers and ranges: `139.74`, `139.68-139.90`. */
  @Texts(60, 40)
  readonly numbers: readonly string[];

  /** The recommending State as printed. */
  @OrNull()
  @Text(120)
  readonly state: string | null;

  @OrNull()
  @OneOf(uprPositions)
  readonly position: UprPosition | null;
}

export class StateMentioned {
  @Text(200)
  readonly printed: string;

  @OrNull()
  @AddresseeCode()
  readonly code: string | null;

  @OneOf(stateRoles)
  readonly role: StateRole;
}

export class PerpetratorNamedByKind {
  @OneOf(perpetratorKinds)
  readonly kind: PerpetratorKind;
}

export class OtherRecipient {
  @Text(200)
  readonly printed: string;

  @OrNull()
  @AddresseeCode()
  readonly code: string | null;

  /** Of an other actor, where it has one. */
  @Optional()
  @ActorId()
  readonly id?: string;
}

export class PublicationWindow {
  /** 48 hours are 2 days. */
  @Count(3650)
  readonly days: number;

  @Text(120)
  readonly printed: string;
}

export interface IndividualsCounted {
  readonly women: number;
  readonly men: number;
  readonly girls: number;
  readonly boys: number;
  readonly other: number;
  readonly unknown: number;
}
export type Individuals = IndividualsCounted | 'unspecified';

/** More people than any letter concerns; what is counted over many letters stays exact below this. */
const most = 10_000_000;
const count = { type: 'integer', minimum: 0, maximum: most };
const counted = ['boys', 'girls', 'men', 'other', 'unknown', 'women'];

const isIndividuals = (value: unknown): value is Individuals => {
  if (value === 'unspecified') return true;
  if (typeof value !== 'object' || value === null) return false;
  const names = Object.keys(value).sort();
  return (
    names.join() === counted.join() &&
    Object.values(value).every((n) => Number.isInteger(n) && Number(n) >= 0 && Number(n) <= most)
  );
};

/** How many people a letter concerns, in six groups that are all stated. */
export const IndividualsConcerned = (): PropertyDecorator =>
  Rule({
    name: 'individuals',
    holds: isIndividuals,
    message: `must be "unspecified" or the six counts women, men, girls, boys, other, unknown, each at most ${most}`,
    schema: {
      anyOf: [
        { const: 'unspecified' },
        {
          type: 'object',
          properties: Object.fromEntries(counted.map((group) => [group, count])),
          required: counted,
          additionalProperties: false,
        },
      ],
    },
  });
