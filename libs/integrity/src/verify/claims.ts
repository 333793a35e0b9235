import { isJsonObject, isRole, isStreamName, type JsonObject, type StreamKind, vocabulary } from '#libs/ledger';
import { fromBase64url } from '../bytes.js';
import type { Claims } from '../statement.js';

type Rule = readonly [claim: string, isNeeded: 'needed' | 'optional', holds: (value: unknown) => boolean];

const isText = (value: unknown, pattern: RegExp): boolean => typeof value === 'string' && pattern.test(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isBase64urlOf = (value: unknown, bytes: number): boolean =>
  typeof value === 'string' && fromBase64url(value)?.length === bytes;

const nothingYet = Symbol('nothing');

/** The same test of texts that mostly come again from one statement to the next: the last that passed passes at once. */
function recurring(holds: (value: unknown) => boolean): (value: unknown) => boolean {
  let last: unknown = nothingYet;
  return (value) => {
    if (value === last) return true;
    const passes = holds(value);
    if (passes) last = value;
    return passes;
  };
}

const isIssuer = recurring((value) => isText(value, /^(?:[a-z0-9./:_-]+|ledger\.local\/[A-Za-z0-9_-]{16})$/));
const isTypeName = recurring((value) => isText(value, /^[A-Z][A-Za-z0-9]*$/));
const isPseudonym = recurring((value) => isBase64urlOf(value, 16));
/** A year, a month, a day, or RFC 3339 with an offset; its form is its precision. */
const isOccurredOn = recurring((value) => {
  if (isText(value, /^\d{4}$/)) return true;
  if (isText(value, /^\d{4}-(0[1-9]|1[0-2])$/)) return true;
  if (isText(value, /^\d{4}-\d\d-\d\d$/)) return isDay(value as string);
  const withOffset = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
  return isText(value, withOffset) && isDay(value as string);
});

/** Every claim of a statement and its form (design 3.1 and 7.1); a claim not named here does not exist. */
const rules: readonly Rule[] = [
  ['iss', 'needed', isIssuer],
  ['jti', 'needed', (value) => isText(value, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)],
  ['sub', 'needed', (value) => typeof value === 'string' && isStreamName(value) && hasPlainNumbers(value)],
  ['rev', 'needed', isCount],
  ['typ', 'needed', isTypeName],
  ['ver', 'needed', (value) => isCount(value) && value !== 0],
  ['time', 'needed', isInstant],
  ['by', 'needed', isActor],
  ['codes', 'optional', isCodeList],
  ['data', 'needed', (value) => isJsonObject(value) && isOccurredOn(value.on)],
  ['_sd_alg', 'optional', (value) => value === 'sha-256'],
  ['ct', 'optional', (value) => isBase64urlOf(value, 32)],
];

/** What is wrong with the form of a statement's claims, one sentence part each. */
export function claimProblems(claims: JsonObject): string[] {
  const problems: string[] = [];
  let known = 0;
  for (const [claim, isNeeded, holds] of rules) {
    const value = claims[claim];
    if (value === undefined) {
      if (isNeeded === 'needed') problems.push(`the claim "${claim}" is missing`);
      continue;
    }
    known++;
    if (!holds(value)) problems.push(`the claim "${claim}" is not of its form`);
  }
  for (let others = Object.keys(claims).length - known; others > 0; others--)
    problems.push('there is a claim that statements do not have');
  return problems;
}

/** Whether the claims have the JavaScript types that every later check relies on, even where their form is wrong. */
export function areUsable(claims: JsonObject): claims is JsonObject & Claims {
  const { sub, jti, iss, typ, time, rev, ver, by, data, codes } = claims;
  return (
    typeof sub === 'string' &&
    typeof jti === 'string' &&
    typeof iss === 'string' &&
    typeof typ === 'string' &&
    typeof time === 'string' &&
    isCount(rev) &&
    isCount(ver) &&
    isJsonObject(by) &&
    isJsonObject(data) &&
    (codes === undefined || (Array.isArray(codes) && codes.every((code) => typeof code === 'string')))
  );
}

/** Whether the type stands in the vocabulary of the stream's kind. */
export const isKnownType = (kind: StreamKind | undefined, type: string): boolean =>
  kind !== undefined && (vocabulary[kind] as readonly string[]).includes(type);

const isCode = (value: unknown): value is string => isText(value, /^[A-Z]{3}$/);

/** The codes of a claim that are of their form. Of others, which are found, nothing is kept: lists would have no end of them. */
export const codesIn = (claim: unknown): readonly string[] => (Array.isArray(claim) ? claim.filter(isCode) : []);

/** Addressee codes as statements carry them: capitals, sorted, each once, never none. */
export function isCodeList(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  const codes: readonly unknown[] = value;
  return codes.every((code, i) => isCode(code) && (i === 0 || (codes[i - 1] as string) < code));
}

/** `YYYY-MM-DDThh:mm:ss.sssZ` of an instant that exists. */
function isInstant(value: unknown): boolean {
  return isText(value, /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/) && isDay(value as string);
}

function isActor(value: unknown): boolean {
  if (!isJsonObject(value) || !isRole(value.role)) return false;
  const members = Object.keys(value).length;
  return value.role === 'clock' ? members === 1 : members === 2 && isPseudonym(value.ps);
}

/** Whether the day that a text begins with is in the calendar, which goes on backwards to the year 0. */
function isDay(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 ? (isLeap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= days;
}

/** Serial and year of a letter are written without leading zeros, so that one letter has one stream. */
function hasPlainNumbers(stream: string): boolean {
  if (!/^(communication|handling)-/.test(stream)) return true;
  return /^[a-z]+-[A-Z]{3}-[1-9]\d*-[1-9]\d*$/.test(stream);
}
