import { comparable } from './comparable-text.js';

/** Names of up to this many letters stand in too many words to be looked for inside of them. */
const shortest = 3;

/** Scripts that put no spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;

const words = /[\p{L}\p{M}\p{N}\p{Cf}'’]+/gu;
const digitsInARow = /\d[\d ().[\]]*\d/gu;
const day = /^(?:(?:19|20)\d\d \d\d? \d\d?|\d\d? \d\d? (?:19|20)\d\d)$/u;

/** Names and telephone numbers, ready to be looked for in many texts. */
export class ParticularsSearch {
  private readonly names: ReadonlySet<string>;
  private readonly within: readonly string[];
  private readonly short: readonly string[];
  private readonly numbers: readonly string[];

  constructor(names: readonly string[], numbers: readonly string[] = []) {
    const all = names.map(comparable).filter((name) => lengthOf(name) > 1);
    const isShort = (name: string): boolean => lengthOf(name) <= shortest && !unspaced.test(name);
    this.names = new Set(all);
    this.within = [...this.names].filter((name) => !isShort(name));
    this.short = [...this.names].filter(isShort);
    this.numbers = [...new Set(numbers.map(whatIsDialled))];
  }

  get isEmpty(): boolean {
    return this.names.size + this.numbers.length === 0;
  }

  /** Whether one of the names is all that a text, as `comparable` has it, says. */
  isNamedBy(compared: string): boolean {
    return this.names.has(compared);
  }

  /** Whether it stands in the text, which comes as `comparable` has it too. */
  isIn(text: string, compared: string): boolean {
    if (this.within.some((name) => compared.includes(name))) return true;
    return this.holdsNumber(compared) || this.holdsShort(text);
  }

  private holdsNumber(compared: string): boolean {
    if (this.numbers.length === 0) return false;
    const rows = Array.from(compared.matchAll(digitsInARow), ([row]) => digitsOf(row));
    return rows.some((row) => this.numbers.some((number) => row.includes(number)));
  }

  /** A short name is a word of its own, and not one in small letters: "An" is a name, "an" is not. */
  private holdsShort(text: string): boolean {
    if (this.short.length === 0) return false;
    const inText = new Set(
      Array.from(text.normalize('NFKC').matchAll(words), ([word]) => word)
        .filter((word) => !/^\p{Cf}*\p{Ll}/u.test(word))
        .map((word) => comparable(word.replace(/['’]s$/u, ''))),
    );
    return this.short.some((name) => inText.has(name));
  }
}

/** Telephone numbers in a text, as digits; what reads as a day is none. */
export const numbersIn = (text: string): string[] =>
  Array.from(comparable(text).matchAll(digitsInARow), ([row]) => row)
    .filter((row) => !day.test(row.replaceAll(/\D+/gu, ' ').trim()))
    .map(digitsOf)
    .filter((digits) => digits.replace(/^0+/u, '').length >= fewestDigits);

const fewestDigits = 7;

/** A number is written with the code of its country or without: of a long one the end that both have in common is looked for. */
function whatIsDialled(number: string): string {
  const digits = digitsOf(number).replace(/^0+/u, '');
  return digits.length < 10 ? digits : digits.slice(-Math.max(8, digits.length - 3));
}

const digitsOf = (text: string): string => text.replaceAll(/\D+/gu, '');

const lengthOf = (name: string): number => Array.from(name).length;
