import { LedgerError } from '#libs/ledger';
import { clearTextsWithNames } from '#libs/letters';

/**
 * Throws `NAME_UNMARKED` with every place of a record that seems to name a person without a mark. Nobody reads an import before it is on
 * record, and what a machine read may be confirmed as it is: both are held to what a person would have marked.
 */
export function refuseNames(record: object): void {
  const naming = clearTextsWithNames(record);
  if (naming.length > 0)
    throw new LedgerError(
      'NAME_UNMARKED',
      naming.map((path) => ({ path, reason: 'an honorific with a name; write [name 1] in its place' })),
    );
}
