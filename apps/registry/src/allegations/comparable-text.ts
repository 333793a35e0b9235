import { withoutEscapes } from '#libs/domain';

/** Letters that no decomposition leads back to plain ones, in lower case. */
const plain: Readonly<Record<string, string>> = {
  ...{ đ: 'd', ð: 'd', ł: 'l', ø: 'o', ß: 'ss', ı: 'i', æ: 'ae', œ: 'oe', þ: 'th', ħ: 'h', ŧ: 't', ŋ: 'n' },
  ...{ ς: 'σ', ى: 'ي', ی: 'ي', ک: 'ك' },
};

/** Cyrillic and Greek letters that look like a Latin one as they stand in lower case; folded in every word, on both sides alike. */
const alike: Readonly<Record<string, string>> = {
  ...{ а: 'a', с: 'c', ԁ: 'd', е: 'e', һ: 'h', і: 'i', ј: 'j', о: 'o', р: 'p', ԛ: 'q', ѕ: 's', ԝ: 'w', х: 'x', у: 'y' },
  ...{ α: 'a', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', υ: 'u', χ: 'x' },
};

/** Those that look like a Latin one only in a certain case; folded only in words that mix scripts, which no language does. */
const alikeInMixture: Readonly<Record<string, string>> = {
  ...{ В: 'B', К: 'K', к: 'k', М: 'M', м: 'm', Н: 'H', Т: 'T', т: 't', п: 'n', г: 'r', в: 'b' },
  ...{ Β: 'B', Ζ: 'Z', Η: 'H', Μ: 'M', Ν: 'N', Τ: 'T', Υ: 'Y', η: 'n', τ: 't', Ι: 'I', Χ: 'X', Ρ: 'P' },
};

const foldedLetters = new RegExp(`[${[...Object.keys(plain), ...Object.keys(alike)].join('')}]`, 'gu');
const looksLatin = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;
/** Accents and points; not the vowels of scripts that write them as marks, nor what tells か from が. */
const accents = /(?![\u3099\u309a])[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}](?<=\p{M})/gu;
const apostrophes = /[‘’‛ʼʻʹ′`´＇]/gu;
/** What stands between words, in running text and in addresses. */
const between = /[\s\p{Pd}\u2212_+/\\]+/gu;

/**
 * As a name and a text are compared: without case, accents, invisible characters, and what kind of letter, digit, apostrophe or space; what
 * joins words in an address (`-`, `_`, `+`, `/`, `%20`) is a space.
 */
export function comparable(text: string): string {
  const decoded = withoutEscapes(text);
  return (isPlain.test(decoded) ? decoded.toLowerCase() : foldedToPlain(decoded)).replace(between, ' ').trim();
}

const isPlain = /^[\0-\u007f]*$/u;

function foldedToPlain(text: string): string {
  const letters = text
    .replace(/[\p{Cf}ـ]/gu, '')
    .replace(apostrophes, "'")
    .normalize('NFKD')
    .replace(accents, '')
    .normalize('NFC');
  return (looksLatin.test(letters) ? letters.replace(/\p{L}+/gu, unmixed) : letters)
    .toLowerCase()
    .replace(foldedLetters, (letter) => plain[letter] ?? alike[letter] ?? letter)
    .replace(otherDigits, asciiDigit);
}

const otherDigits = /(?![0-9])\p{Nd}/gu;

const unmixed = (word: string): string =>
  looksLatin.test(word) && /\p{Script=Latin}/u.test(word)
    ? Array.from(word, (letter) => alikeInMixture[letter] ?? letter).join('')
    : word;

/** Digits of every script stand ten in a row, in blocks that begin with their nought. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let nought = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(nought - 1))) nought--;
  return String((code - nought) % 10);
}
