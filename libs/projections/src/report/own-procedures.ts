import type { OwnCourse } from './own-course.js';
import { type PrintedAddressee, printedAddressees, type PrintedMandate, type Printing } from './printed-rows.js';

/** A letter that a report lists because it does not print it. */
export interface ListedLetter {
  readonly on: string;
  readonly reference: string;
  readonly code: string;
  readonly name: string;
  /** The working group whose procedure it belongs to. */
  readonly mandate: PrintedMandate;
}

export interface OwnProcedures {
  /** All that were sent in the window, or came to the ledger since: those listed and those held back. */
  readonly letters: number;
  readonly listed: readonly ListedLetter[];
}

/** In the order of the sections. */
export function ownProcedures({ listed, heldBack }: OwnCourse, printing: Printing): OwnProcedures {
  const rows = printedAddressees(
    listed.map((letter) => ({ letter, late: null, replies: [] })),
    printing,
  );
  return { letters: listed.length + heldBack.length, listed: rows.flatMap(listedOf) };
}

const listedOf = ({ code, name, letters }: PrintedAddressee): ListedLetter[] =>
  letters.flatMap(({ on, reference, mandates: [mandate] }) =>
    mandate === undefined ? [] : [{ on, reference, code, name, mandate }],
  );
