import type { EventName, Payload } from '../catalogue.js';
import type { DocumentEntry } from '../document-entry.js';

/** Examples of some event types. */
export type Examples = { readonly [T in EventName]?: Payload<T> };

/** An event id that stands for no event. */
export const exampleId = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;

export const exampleDocument: DocumentEntry = {
  file: 'ab'.repeat(32),
  bytes: 4321,
  digest: 'cd'.repeat(32),
  name: 'letter.txt',
  mediaType: 'text/plain',
};
