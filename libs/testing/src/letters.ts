import { existsSync, readFileSync } from 'node:fs';

const real = '../shared/data/letters/AL_KHM_1-2025.txt';
const specimen = 'examples/AL_KHM_1-2025.txt';

/** The letter that a test of the main job reads: the real one where it is at hand, else the project's own specimen. */
export function seedLetter(): { readonly text: string; readonly which: 'the real letter' | 'the specimen' } {
  const which = existsSync(real) ? 'the real letter' : 'the specimen';
  return { text: readFileSync(which === 'the real letter' ? real : specimen, 'utf8'), which };
}
