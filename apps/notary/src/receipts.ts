import { Injectable } from '@nestjs/common';

import { EventStore } from '#libs/event-store';
import { formatTlogProof } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import { Notary } from './notary.js';

/** Proofs for those who recorded something, or read it. */
@Injectable()
export class Receipts {
  constructor(
    private readonly notary: Notary,
    private readonly store: EventStore,
  ) {}

  /** A C2SP tlog-proof under the newest checkpoint. Throws `EVENT_UNKNOWN`, or `NOTARY_UNAVAILABLE` until a checkpoint covers the event. */
  async proofOf(id: string): Promise<string> {
    const [entry] = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? await this.store.find([id]) : [];
    if (entry === undefined) throw new LedgerError('EVENT_UNKNOWN');
    const { size, note } = this.notary.checkpoint;
    if (entry.position >= size) throw new LedgerError('NOTARY_UNAVAILABLE', 'no checkpoint covers the event yet');
    const hashes = this.notary.leaves.inclusionProof(entry.position, size);
    return formatTlogProof({ index: entry.position, hashes, checkpoint: note });
  }
}
