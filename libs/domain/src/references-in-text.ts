import { type ReferenceKey, referenceKey } from './communication/reference.js';
import { letterTypes } from './communication/letter-types.js';
import { isAddresseeCode, isOtherActor } from './reference-data/addressees.js';
import { withoutEscapes } from './without-escapes.js';

/** Bounded, so that no text takes long. */
const between = String.raw`[ ,_./+-]{0,6}`;
const number = String.raw`(?:(?:no|nr|num|number)(?![a-z]))?[ .:°_+-]{0,6}`;
const stroke = String.raw` ?[/⁄∕_.-] ?|[ _+-]{1,3}(?:of|de)[ _+-]{1,3}|[ ,(+]{1,3}`;
const year = String.raw`(?:19|20|21)\d{2}(?!\d)|\d{2}(?!\d| ?[/.-] ?\d)`;
const named = new RegExp(
  `(?<![a-z])(?:(${letterTypes.join('|')})${between})?([a-z]{3})(${between}${number})(\\d{1,6})(${stroke})(${year})`,
  'giu',
);

/** Codes that are words, months or ends of addresses as well: `articles 11 and 12/2020`, `Mar 10, 2026`. */
const words: ReadonlySet<string> = new Set(
  `AGO AND ARE ARM AUS BEL BEN CAN CHE CIV COD COL COM CUB DOM ESP EST FIN GAB GEO GIN GUY HUN IND JAM KEN LIE LUX MAR
  MUS NAM NOR PAN PER PNG POL SEN SUR TON TUN VAT`.split(/\s+/u),
);

/**
 * Keys of the letters that running text or an address names: as they are printed (`AL KHM 1/2025`), written in file names (`AL_KHM_1-2025`)
 * and addresses (`/al-khm-1-2025`), or as people write them (`khm No. 1 of 2025`, `KHM 1/25`). It looks for more than `parseReference`
 * accepts: here a doubt means that the letter is named. A code in the printed form counts whatever it is, in another one only that of an
 * addressee; one that is also a word needs the letter's type before it.
 */
export const referencesIn = (text: string): readonly string[] =>
  [...plain(text).matchAll(named)].flatMap((match) => keyOf(match) ?? []);

const plain = (text: string): string =>
  withoutEscapes(text)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\s+/gu, ' ');

function keyOf(match: readonly string[]): string | undefined {
  const [, type, printed = '', before = '', serial, separator = '', years = ''] = match;
  const key: ReferenceKey = { code: printed.toUpperCase(), serial: Number(serial), year: fullYear(years) };
  const isPrintedForm = /^[\s,_-]*$/u.test(before) && /[/⁄∕_-]/u.test(separator) && years.length === 4;
  const counts = (isPrintedForm && printed === key.code) || isMeant(key.code, type, { separator, years });
  return counts && key.serial > 0 ? referenceKey(key) : undefined;
}

function isMeant(code: string, type: string | undefined, { separator, years }: Readonly<Record<string, string>>) {
  if (!isAddresseeCode(code) && !isOtherActor(code)) return false;
  if (years?.length === 2 && !/[/⁄∕]|of|de/iu.test(separator ?? '')) return false;
  return type !== undefined || (!words.has(code) && !/^[\s,+]+$/u.test(separator ?? ''));
}

/** Two digits mean a year from 1990 on. */
const fullYear = (years: string): number =>
  years.length === 4 ? Number(years) : Number(years) + (Number(years) < 90 ? 2000 : 1900);
