import { addresseesCalled, isAddresseeCode, isOtherActor, type NamedAddressee } from '#libs/domain';
import { LedgerError } from '#libs/ledger';

import type { LedgerClient } from './ledger-client.js';

interface Listed {
  readonly addressees: readonly NamedAddressee[];
}

/** How many are named of those that may have been meant. */
const mostNamed = 10;

/**
 * Whom somebody typed, as it stands in a path: the code of a State in capitals, or the id of an other actor. It may be typed as code or id,
 * or as a name: a State's in any of the six languages, or an other actor's as this ledger or the reference data has it. `ADDRESSEE_NOT_FOUND`
 * with the candidates unless exactly one is called that.
 */
export async function namedAddressee(client: LedgerClient, typed: string): Promise<string> {
  const code = typed.toUpperCase();
  if (isAddresseeCode(code) || isOtherActor(code)) return code;
  const { addressees } = await client.json<Listed>('/v1/addressees');
  const { called, alike } = addresseesCalled(
    typed,
    addressees.filter(({ id }) => id !== undefined),
  );
  const [only, ...others] = called;
  if (only !== undefined && others.length === 0) return only.id ?? only.code;
  throw new LedgerError('ADDRESSEE_NOT_FOUND', { path: 'addressee', reason: reasonOf(typed, called, alike) });
}

function reasonOf(typed: string, called: readonly NamedAddressee[], alike: readonly NamedAddressee[]): string {
  if (called.length > 0) return `more than one is called "${typed}": name one by its code, ${listed(called)}`;
  if (alike.length > 0) return `nobody is called "${typed}"; perhaps ${listed(alike)} is meant`;
  return `nobody is called "${typed}": a State has a name, or three letters such as KHM, and an other actor an id, such as asean`;
}

/** `Republic of Korea (KOR) or Democratic People's Republic of Korea (PRK)`. */
function listed(addressees: readonly NamedAddressee[]): string {
  const named = addressees.slice(0, mostNamed).map(({ code, id, name }) => `${name} (${id ?? code})`);
  const left = addressees.length - named.length;
  return [...named, ...(left === 0 ? [] : [`one of ${left} more`])].join(' or ');
}
