import type { Entry } from '#libs/event-store';
import { parseCompactJwt, utf8 } from '#libs/integrity';
import { boxColumn } from '#libs/keyring';
import { canonicalJson, headsStream, LedgerError } from '#libs/ledger';

import type { SmallEntry, SmallLedger } from './small-ledger.js';

/** Nobody's key: the boxes of a small ledger are sealed under none. */
const keys: readonly string[] = ['00000000-0000-4000-8000-000000000000'];

/** What of a small ledger an event store would hold, from a position on. */
export const storedEntries = (ledger: SmallLedger, from = 0): Entry[] => ledger.entries.slice(from).map(storedEntry);

function storedEntry({ event, jwt, boxes, disclosures }: SmallEntry): Entry {
  const { position, stream, revision, id } = event;
  const parts = parseCompactJwt(jwt);
  if (parts?.kid === undefined) throw new LedgerError('INTERNAL', 'a small ledger holds statements');
  const { kid, payload, signature } = parts;
  return {
    ...{ position, stream, revision, id, payload, kid, signature, req: null },
    boxes: boxes.length === 0 ? null : boxColumn(boxes.map((box) => ({ ...box, keys }))),
    disclosures: stream === headsStream ? utf8(canonicalJson([...disclosures])) : null,
  };
}
