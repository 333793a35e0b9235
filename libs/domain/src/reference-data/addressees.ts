import { isOtherActor, otherActorCode } from '#libs/ledger';
import { firstDay } from '../occurred-on.js';
import { type AddresseeNames, addressees2025 } from './addressees-2025.js';
import { addresseesArabic2025 } from './addressees-arabic-2025.js';
import { addresseesChinese2025 } from './addressees-chinese-2025.js';
import { addresseesFrench2025 } from './addressees-french-2025.js';
import { addresseesRussian2025 } from './addressees-russian-2025.js';
import { addresseesSpanish2025 } from './addressees-spanish-2025.js';
import { earlierNames2025 } from './earlier-names-2025.js';

/** The names in force, by official language of the United Nations. */
const namesInForce = {
  en: addressees2025,
  fr: addresseesFrench2025,
  es: addresseesSpanish2025,
  ar: addresseesArabic2025,
  zh: addresseesChinese2025,
  ru: addresseesRussian2025,
} as const satisfies Record<string, AddresseeNames>;

export type UnLanguage = keyof typeof namesInForce;

const otherActors: Readonly<Record<UnLanguage, string>> = {
  en: 'Other actors',
  fr: 'Autres acteurs',
  es: 'Otros actores',
  ar: 'جهات فاعلة أخرى',
  zh: '其他行为体',
  ru: 'Другие субъекты',
};

export { isOtherActor, otherActorCode };

/** The 195 codes of States that may be addressed, sorted. */
export const addresseeCodes: readonly string[] = Object.keys(addressees2025).sort();

/** What a new ledger keeps files for: every State's code and `OTH`, sorted. */
export const foundingCodes: readonly string[] = [...addresseeCodes, otherActorCode].sort();

/** Whether the code is a State's; `OTH` is not. */
export const isAddresseeCode = (code: string): code is keyof AddresseeNames => Object.hasOwn(addressees2025, code);

/**
 * The State's short name as the United Nations writes it, in English unless a language is given; with a day (`YYYY-MM-DD`) the name it had
 * then, so that an old report can be made again. `Other actors` for `OTH`; `undefined` for an unknown code.
 */
export function addresseeName(
  code: string,
  { language = 'en', on }: { readonly language?: UnLanguage; readonly on?: string } = {},
): string | undefined {
  if (isOtherActor(code)) return otherActors[language];
  if (!isAddresseeCode(code)) return undefined;
  const earlier =
    on === undefined ? undefined : earlierNames2025.find((name) => name.code === code && on < firstDay(name.until));
  return earlier === undefined ? namesInForce[language][code] : earlier.names[language];
}
