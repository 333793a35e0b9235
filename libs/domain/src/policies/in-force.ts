import { lastDay } from '../occurred-on.js';
import type { Policy } from './policy.js';

/**
 * The file that rules a letter of `on`: of those that have begun on that day, the one that began last; the first of all for anything
 * earlier. The letter's own day decides, never today's: a file that is added for later letters moves no due date of an older one.
 */
export function inForceOn<P extends Policy>(files: readonly [P, ...P[]], on: string): P {
  const day = lastDay(on);
  return files.reduce((ruling, file) => (file.from <= day && file.from >= ruling.from ? file : ruling), files[0]);
}
