import { addressees2025 } from './addressees-2025.js';
import { addresseesArabic2025 } from './addressees-arabic-2025.js';
import { addresseesChinese2025 } from './addressees-chinese-2025.js';
import { addresseesFrench2025 } from './addressees-french-2025.js';
import { addresseesRussian2025 } from './addressees-russian-2025.js';
import { addresseesSpanish2025 } from './addressees-spanish-2025.js';
import { earlierNames2025 } from './earlier-names-2025.js';
import { civilAndPolitical2025 } from './mandates/civil-and-political-2025.js';
import { countries2025 } from './mandates/countries-2025.js';
import { economicAndSocial2025 } from './mandates/economic-and-social-2025.js';
import { ended2025 } from './mandates/ended-2025.js';
import { groupsOfPeople2025 } from './mandates/groups-of-people-2025.js';
import { membership2025 } from './membership-2025.js';
import { otherActors2025 } from './other-actors-2025.js';
import { groupParticulars2025, regionalGroups2025 } from './regional-groups-2025.js';

const names =
  'UNTERM short names as published by the United Nations Protocol and Liaison Service, without their articles; compared with the M49 standard of the United Nations Statistics Division and the list of Member States on un.org';

/**
 * The reference data as it is adopted: file name → content. Like policies, a file is never edited once adopted; a change is a new one.
 * The first file is older than the others and holds the names alone.
 */
export const referenceDataFiles = {
  'addressees.2025.json': addressees2025,
  'addressees-ar.2025.json': { language: 'ar', source: names, names: addresseesArabic2025 },
  'addressees-es.2025.json': { language: 'es', source: names, names: addresseesSpanish2025 },
  'addressees-fr.2025.json': { language: 'fr', source: names, names: addresseesFrench2025 },
  'addressees-ru.2025.json': { language: 'ru', source: names, names: addresseesRussian2025 },
  'addressees-zh.2025.json': { language: 'zh', source: names, names: addresseesChinese2025 },
  'earlier-names.2025.json': {
    source: 'UNTERM and M49 names as published before the change; days to be confirmed where `seen` is null',
    names: earlierNames2025,
  },
  'mandates.2025.json': {
    source:
      'The text named in `seen` for each title; titles without one, short names and resolutions are to be confirmed in official texts',
    thematic: [...civilAndPolitical2025, ...economicAndSocial2025, ...groupsOfPeople2025],
    countries: countries2025,
    ended: ended2025,
  },
  'membership.2025.json': { source: 'A/RES/60/264, A/RES/65/308', ...membership2025 },
  'other-actors.2025.json': {
    source:
      'Names that the bodies themselves use in the official languages; that letters are sent to them is to be confirmed where `seen` is null',
    actors: otherActors2025,
  },
  'regional-groups.2025.json': {
    source:
      'Regional groups of Member States as listed by the Department for General Assembly and Conference Management; special cases as told by the Dag Hammarskjöld Library',
    groups: regionalGroups2025,
    particulars: groupParticulars2025,
  },
} as const;
