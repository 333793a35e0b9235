import { firstDay } from '../../occurred-on.js';
import { civilAndPolitical2025 } from './civil-and-political-2025.js';
import { countries2025 } from './countries-2025.js';
import { economicAndSocial2025 } from './economic-and-social-2025.js';
import { ended2025 } from './ended-2025.js';
import { groupsOfPeople2025 } from './groups-of-people-2025.js';
import type { Mandate, MandateKind, MandateTitle } from './mandate.js';

/** Every mandate since 2006: the thematic ones, then those on a country or territory, then those that have ended. */
export const mandates: readonly Mandate[] = [
  ...civilAndPolitical2025,
  ...economicAndSocial2025,
  ...groupsOfPeople2025,
  ...countries2025,
  ...ended2025,
];

const byId: ReadonlyMap<string, Mandate> = new Map(mandates.map((mandate) => [mandate.id, mandate]));

/** How lists name a mandate in short; `undefined` when the id is not known. */
export const mandateShort = (id: string): string | undefined => byId.get(id)?.short;

/** The title a mandate bore on a day (`YYYY-MM-DD`); `undefined` when it did not exist then, or the id is not known. */
export const mandateTitle = (id: string, day: string): string | undefined =>
  byId.get(id)?.titles.find((title) => isBorneOn(title, day))?.title;

/** Whether the mandate existed on a day (`YYYY-MM-DD`). */
export const isMandateOn = (id: string, day: string): boolean => mandateTitle(id, day) !== undefined;

function isBorneOn({ from, until }: MandateTitle, day: string): boolean {
  return firstDay(from) <= day && (until === undefined || day < firstDay(until));
}

/** What kind of mandate a title speaks of; representatives are those of the Secretary-General or the High Commissioner before 2011. */
export function mandateKind(title: string): MandateKind | undefined {
  if (/^special rapporteur\b/i.test(title)) return 'special_rapporteur';
  if (/^independent expert\b/i.test(title)) return 'independent_expert';
  if (/^working group\b/i.test(title)) return 'working_group';
  return /^(?:special |personal )?representative of the\b/i.test(title) ? 'representative' : undefined;
}
