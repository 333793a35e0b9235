import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import type { JsonObject, PayloadClass } from '#libs/ledger';
import { dayForm, isDay, isOccurredOn, occurredOnForm } from './occurred-on.js';
import { noteElements } from './sealed.js';

/*
 * The decorators of payload classes. Each stands for an explicit set of class-validator's own, so that one property is one line; nothing
 * is converted implicitly. Messages name the rule and never quote the value: bodies hold confidential text.
 */
const all =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (prototype, property) => {
    for (const decorate of decorators) decorate(prototype, property);
  };

interface OwnRule {
  readonly name: string;
  readonly holds: (value: unknown) => boolean;
  /** Continues the property's name and never quotes the value. */
  readonly message: string;
  /** The same rule as JSON Schema; the schemas of payloads are made of it. */
  readonly schema: JsonObject;
}

/** A rule of our own. Its schema is its only constraint in class-validator's metadata, where the schemas are derived from. */
export const Rule = ({ name, holds, message, schema }: OwnRule, options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    { name, constraints: [schema], validator: { validate: holds, defaultMessage: () => `$property ${message}` } },
    options,
  );

/** The property may be left out; `null` is not a way to leave it out. */
export const Optional = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** The property must be there; `null` says that the letter or the source states nothing. */
export const OrNull = (): PropertyDecorator => ValidateIf((_, value) => value !== null);

export const OccurredOn = (): PropertyDecorator =>
  Rule({
    name: 'occurredOn',
    holds: isOccurredOn,
    message: 'must be a real date: 2025, 2025-03, 2025-03-10, or RFC 3339 with an offset',
    schema: {
      type: 'string',
      pattern: occurredOnForm.source,
      description: 'A real date: 2025, 2025-03, 2025-03-10, or RFC 3339 with an offset.',
    },
  });

export const Day = (): PropertyDecorator =>
  Rule({
    name: 'day',
    holds: isDay,
    message: 'must be a real day, YYYY-MM-DD',
    schema: { type: 'string', pattern: dayForm.source, description: 'A real day, YYYY-MM-DD.' },
  });

/** At most `max` Unicode code points, as JSON Schema counts; class-validator's own rule counts some characters not at all. */
const Longest = (max: number, options?: ValidationOptions): PropertyDecorator =>
  Rule(
    {
      name: 'maxLength',
      holds: (value) => typeof value === 'string' && (value.length <= max || [...value].length <= max),
      message: `must be at most ${max} characters`,
      schema: { maxLength: max },
    },
    options,
  );

const keepable = { type: 'string', pattern: '^[^\\u0000\\p{Surrogate}]*$' } as const;

/** Non-empty text of at most `max` code points. */
export const Text = (max: number): PropertyDecorator =>
  all(
    IsString(),
    IsNotEmpty(),
    Longest(max),
    Rule({
      name: 'text',
      holds: isKeepable,
      message: 'must not hold U+0000 or a lone surrogate',
      schema: keepable,
    }),
  );

export const Flag = (): PropertyDecorator => IsBoolean();

export const Count = (max = Number.MAX_SAFE_INTEGER, min = 0): PropertyDecorator => all(IsInt(), Min(min), Max(max));

export const OneOf = (values: readonly string[]): PropertyDecorator => all(IsString(), IsIn(values));

/** Text of one form; `what` names the form. */
export const Matching = (form: RegExp, what: string): PropertyDecorator =>
  all(IsString(), Matches(form, { message: `$property must be ${what}` }));

/** BCP 47: language, then script, region or variant. */
export const Language = (): PropertyDecorator => Matching(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, 'a language tag');
export const AddresseeCode = (): PropertyDecorator => Matching(/^[A-Z]{3}$/, 'a code of three capital letters');
/** `asean`, or the event id of the first letter. */
export const ActorId = (): PropertyDecorator =>
  Matching(/^(?=.{1,64}$)[a-z0-9]+(?:-[a-z0-9]+)*$/, 'the id of an other actor');
export const HexDigest = (): PropertyDecorator => Matching(/^[0-9a-f]{64}$/, 'a SHA-256 digest in lowercase hex');
export const MediaType = (): PropertyDecorator =>
  Matching(/^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/, 'a media type without parameters');
export const Key32 = (): PropertyDecorator =>
  Matching(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/, '32 bytes in base64url without padding');
/** `jti`: a lowercase UUIDv8. */
export const EventId = (): PropertyDecorator =>
  Matching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'an event id');
export const SubjectId = (): PropertyDecorator => Matching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'a subject id');
/** The key of a reference as it is stored: `KHM 1/2025`. */
export const ReferenceKey = (): PropertyDecorator =>
  Matching(/^[A-Z]{3} [1-9]\d{0,5}\/[12]\d{3}$/, 'a reference such as KHM 1/2025');
/** An array of texts. */
export const Texts = (max: number, length: number): PropertyDecorator =>
  all(
    IsArray(),
    ArrayMaxSize(max),
    IsString({ each: true }),
    IsNotEmpty({ each: true }),
    Longest(length, { each: true }),
  );

/** An array of distinct texts of one form. */
export const Distinct = (max: number, form: RegExp): PropertyDecorator =>
  all(IsArray(), ArrayMaxSize(max), ArrayUnique(), IsString({ each: true }), Matches(form, { each: true }));

/** An object of a class of its own; required unless `Optional` or `OrNull` stands beside it. */
export const Nested = (member: () => PayloadClass): PropertyDecorator =>
  all(IsDefined(), IsObject(), ValidateNested(), Type(member));

/** An array of at most `max` objects of one class; required unless `Optional` stands beside it. */
export const ListOf = (element: () => PayloadClass, max: number): PropertyDecorator =>
  all(
    IsDefined(),
    IsArray(),
    ArrayMaxSize(max),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(element),
    (prototype, property) => noteElements(prototype, String(property), element),
  );

/** A small object of texts with names of the sender's choosing, `max` UTF-16 units as JSON in all, which no schema can say. */
export const TextRecord = (max: number): PropertyDecorator =>
  Rule({
    name: 'textRecord',
    holds: (value) => isTextRecord(value, max),
    message: `must be an object of texts, at most ${max} characters in all`,
    schema: {
      type: 'object',
      description: `At most ${max} characters in all, written as JSON.`,
      minProperties: 1,
      additionalProperties: keepable,
    },
  });

function isKeepable(value: unknown): boolean {
  return typeof value === 'string' && !/[\0\p{Surrogate}]/u.test(value);
}

function isTextRecord(value: unknown, max: number): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const members = Object.entries(value);
  return members.length > 0 && members.every(([, text]) => isKeepable(text)) && JSON.stringify(value).length <= max;
}
