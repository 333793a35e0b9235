import type { Entry } from '#libs/event-store';
import { parseCompactJwt } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import type { SmallLedger } from './small-ledger.js';

/** What of a small ledger an event store would hold, from a position on. */
export const storedEntries = (ledger: SmallLedger, from = 0): Entry[] =>
  ledger.entries.slice(from).map(({ event, jwt }) => {
    const { position, stream, revision, id } = event;
    const parts = parseCompactJwt(jwt);
    if (parts?.kid === undefined) throw new LedgerError('INTERNAL', 'a small ledger holds statements');
    const { kid, payload, signature } = parts;
    return { position, stream, revision, id, payload, kid, signature, boxes: null, disclosures: null, req: null };
  });
