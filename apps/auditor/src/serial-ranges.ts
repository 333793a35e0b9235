const form = /^([A-Z]{3}) (\d+)\/(\d+)$/;

/** References of letters in order of code, year and serial, each run of them in one: `KHM 1/2025, KHM 3 to 24/2025`. */
export function serialRanges(references: readonly string[]): string[] {
  const runs: { readonly code: string; readonly year: string; readonly first: number; last: number }[] = [];
  for (const reference of references) {
    const [, code = '', digits, year = ''] = form.exec(reference) ?? [];
    const serial = Number(digits);
    const run = runs.at(-1);
    if (run?.code === code && run.year === year && run.last === serial - 1) run.last = serial;
    else runs.push({ code, year, first: serial, last: serial });
  }
  return runs.map(({ code, year, first, last }) =>
    first === last ? `${code} ${first}/${year}` : `${code} ${first} to ${last}/${year}`,
  );
}
