import type { ReferenceKey } from '#libs/domain';
import type { JsonObject } from '#libs/ledger';

import type { Column } from './columns.js';
import type { Fault } from './fault.js';

/** Where something stands in what is imported: the row as spreadsheets count it with the line it begins on, or the file of a letter. */
export type Place = { readonly row: number; readonly line: number } | { readonly file: string };

/** What becomes of one row or file, and how the ledger is asked for it. */
export interface Draft {
  readonly kind: 'history' | 'letter' | 'void';
  /** As printed: `AL KHM 1/2025`. */
  readonly reference: string;
  readonly key: ReferenceKey;
  readonly body: JsonObject;
  /** Keys of other letters that must be recorded before. */
  readonly after: readonly string[];
  /** The text of a letter, which is uploaded and named by its record. */
  readonly document?: { readonly name: string; readonly bytes: Uint8Array };
  readonly columnAt: (path: string) => Column | undefined;
}

/** One row or file, read. */
export interface Entry {
  readonly place: Place;
  /** How much of the whole is read with it, from 0 to 1. */
  readonly part: number;
  readonly read: Draft | readonly Fault[];
  /** Nothing behind it can be read, although there is more. */
  readonly isLast?: true;
}

export const isDraft = (read: Entry['read']): read is Draft => !Array.isArray(read);
