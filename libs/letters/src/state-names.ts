import { otherActorCode, printedStateNames, recogniseAddressee } from '#libs/domain';
import { joined } from './view.js';

/** Words that no State's name has and that say what its bearer is: a company's legal form, armed forces. */
const isOther =
  /\b(?:Armed Forces|Fuerzas Armadas|Forces armées) (?:of|de|du|des|d')|\b(?:Ltd|Limited|Inc|Corp|Corporation|PLC|LLC|GmbH)\.?$|\bS\.A\.?$/u;

/** A recipient as printed, with whom it means; `code` is null when that cannot be told. */
export interface Recipient {
  readonly printed: string;
  readonly code: string | null;
  /** The id of a known other actor. */
  readonly id?: string;
}

/**
 * Whom a recipient as printed means: a State, a known other actor with its id, or `OTH` alone for what is plainly no State. Nothing is
 * guessed, and armed forces are never their State.
 */
export function recipient(printed: string): Recipient {
  const found = recogniseAddressee(joined(printed));
  if (found !== undefined) return { printed, ...found };
  return { printed, code: isOther.test(printed) ? otherActorCode : null };
}

/** Every printed form of a State's name in English that is known, longest first. */
export const knownStateNames: readonly string[] = [
  ...new Set(printedStateNames.map((name) => name.replaceAll("'", '’'))),
].sort((a, b) => b.length - a.length);
