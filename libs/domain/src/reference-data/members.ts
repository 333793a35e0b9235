import { addresseeCodes } from './addressees.js';
import { membership2025 } from './membership-2025.js';

const observers: ReadonlySet<string> = new Set(membership2025.observers);
const admitted: ReadonlyMap<string, string> = new Map(membership2025.admitted.map(({ code, on }) => [code, on]));

/** The first year of which it is known here who was a Member, and so the first that has figures. */
export const firstYearOfFigures = 2006;

/** Whether the State was a Member of the United Nations on a day (`YYYY-MM-DD`) of 2006 or later. Observer States and `OTH` never are. */
export function isMemberOn(code: string, day: string): boolean {
  if (!addresseeCodes.includes(code) || observers.has(code)) return false;
  return (admitted.get(code) ?? day) <= day;
}

/** The codes of all Members on a day of 2006 or later, sorted: 193 since 14 July 2011. */
export const membersOn = (day: string): readonly string[] => addresseeCodes.filter((code) => isMemberOn(code, day));
