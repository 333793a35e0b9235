/** Whole per cent, half rounded up; `null` of nothing. */
export const wholePercent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.floor((200 * part + whole) / (2 * whole));

/**
 * Whole per cents of parts that make up a whole, so that they add up to 100: each is rounded down, and what is missing goes to the largest
 * remainders, of equal ones to the first. 186, 278 and 48 give 36, 54 and 10. All are 0 when there is nothing.
 */
export function percentsOf(parts: readonly number[]): readonly number[] {
  const whole = parts.reduce((sum, part) => sum + part, 0);
  if (whole === 0) return parts.map(() => 0);
  const down = parts.map((part) => Math.floor((100 * part) / whole));
  const missing = 100 - down.reduce((sum, percent) => sum + percent, 0);
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: (100 * part) % whole }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  const raised = new Set(byRemainder.slice(0, missing).map(({ index }) => index));
  return down.map((percent, index) => (raised.has(index) ? percent + 1 : percent));
}
