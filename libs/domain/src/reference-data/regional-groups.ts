import { type RegionalGroup, regionalGroups2025 } from './regional-groups-2025.js';

/** The five groups in the order in which the United Nations prints them. */
export const regionalGroups = Object.keys(regionalGroups2025) as readonly RegionalGroup[];

const groupOf: ReadonlyMap<string, RegionalGroup> = new Map(
  regionalGroups.flatMap((group) => regionalGroups2025[group].split(' ').map((code) => [code, group] as const)),
);

/** The regional group a State is counted in, observer States included; `undefined` for `OTH` and unknown codes. */
export const regionalGroup = (code: string): RegionalGroup | undefined => groupOf.get(code);
