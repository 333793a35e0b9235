import { type ErrorDetail, LedgerError } from '#libs/ledger';

/** Fields that are called otherwise than the flag they are made from. */
const otherwise: Readonly<Record<string, string>> = { position: 'asOfPosition' };

/**
 * The refusal as whoever typed the flags understands it: a field of a body or query that was made from a flag is called by that flag. A flag
 * gives a field its name (`lastTrustedSize` of `--last-trusted-size`, `addressee/kind` of `--addressee-kind`), wherever in the body that stands.
 */
export function inTypedFlags(refusal: LedgerError, flags: object): LedgerError {
  const details = refusal.details.map((detail) => inFlag(detail, flags));
  return details.every((detail, index) => detail === refusal.details[index])
    ? refusal
    : new LedgerError(refusal.code, details, { cause: refusal });
}

function inFlag(detail: ErrorDetail, flags: object): ErrorDetail {
  const names = (detail.path ?? '').split('/').filter((name) => name !== '' && name !== 'data');
  const flag = names
    .map((_, index) => names.slice(0, names.length - index))
    .map(([first = '', ...rest]) => otherwise[first] ?? first + rest.map(capitalised).join(''))
    .find((name) => Object.hasOwn(flags, name));
  if (flag === undefined) return detail;
  const typed = `--${flag.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
  return { path: typed, reason: withoutName(detail.reason, names.at(-1) ?? '') };
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** A rule may begin with the name of the field: `lastTrustedSize must not be less than 1`. */
const withoutName = (reason: string, name: string): string =>
  reason.startsWith(`${name} `) ? reason.slice(name.length + 1) : reason;
