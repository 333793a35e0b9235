import { addressees2025 } from './addressees-2025.js';

const names: Readonly<Record<string, string>> = addressees2025;

/** The code shared by all other actors: companies, regional bodies, armed forces, territories and de facto authorities. */
export const otherActorCode = 'OTH';

/** The 195 codes of States that may be addressed, sorted. */
export const addresseeCodes: readonly string[] = Object.keys(names).sort();

/** What a new ledger keeps files for: every State's code and `OTH`, sorted. */
export const foundingCodes: readonly string[] = [...addresseeCodes, otherActorCode].sort();

/** Whether the code is a State's; `OTH` is not. */
export const isAddresseeCode = (code: string): boolean => Object.hasOwn(names, code);

export const isOtherActor = (code: string): boolean => code === otherActorCode;

/** The State's English short name as the United Nations writes it, `Other actors` for `OTH`; `undefined` for an unknown code. */
export function addresseeName(code: string): string | undefined {
  if (isOtherActor(code)) return 'Other actors';
  return isAddresseeCode(code) ? names[code] : undefined;
}
