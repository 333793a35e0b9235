import { foldCommunication, type Letters, parseReference, streamOf } from '#libs/domain';

import type { Facts } from './recorder.js';

/** The streams of letters named by their keys, each once. */
export const streamsOfLetters = (keys: readonly string[]): string[] => [
  ...new Set(keys.map((key) => streamOf(parseReference(key)))),
];

/** The letters with these keys, at the size of a decision. */
export const lettersIn = (facts: Facts, keys: readonly string[]): Letters =>
  new Map(keys.map((key) => [key, foldCommunication(facts.events(streamOf(parseReference(key))))]));
