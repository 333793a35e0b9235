import type { HeadsList } from '../heads.js';

/** No more are named, whatever more there are. */
export const mostSerialsNamed = 1_000;

/**
 * For each year the serials from 1 to the highest listed that have no stream (design 7.4). They are named, not found wrong: a
 * number may be void, or of a letter recorded before the ledger.
 */
export function missingSerials(lists: ReadonlyMap<string, HeadsList>): string[] {
  const missing: string[] = [];
  for (const [code, list] of [...lists].sort(([a], [b]) => (a < b ? -1 : 1)))
    for (const [year, serials] of [...serialsByYear(list)].sort(([a], [b]) => a - b))
      for (let serial = 1, met = 0; met < serials.size && missing.length < mostSerialsNamed; serial++)
        if (serials.has(serial)) met++;
        else missing.push(`${code} ${serial}/${year}`);
  return missing;
}

function serialsByYear(list: HeadsList): Map<number, Set<number>> {
  const years = new Map<number, Set<number>>();
  for (const stream of list.keys()) {
    const [, serial, year] = /^communication-[A-Z]{3}-(\d{1,9})-(\d{4})$/.exec(stream) ?? [];
    if (serial === undefined || year === undefined) continue;
    const serials = years.get(Number(year)) ?? new Set();
    years.set(Number(year), serials.add(Number(serial)));
  }
  return years;
}
