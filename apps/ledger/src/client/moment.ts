/** As of when something is asked for: an instant or day, or a position; the latest when neither is named. */
export interface MomentFlags {
  readonly asOf?: string;
  readonly asOfPosition?: number;
}

/** `?asOf=2025-05-10&year=2025`: the moment and whatever else is asked, as the ledger takes it in an address; what is absent is left out. */
export function askedQuery(asked: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) query.set(name, String(value));
  return `?${query.toString()}`;
}
