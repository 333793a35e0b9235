import { Injectable } from '@nestjs/common';

import { EventStore } from '#libs/event-store';
import { formatTlogProof } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import { Notary } from './notary.js';
import { Publication } from './publication.js';
import { type Asking, Readers } from './readers.js';

/** Proofs for those who recorded something, or read it. */
@Injectable()
export class Receipts {
  constructor(
    private readonly notary: Notary,
    private readonly publication: Publication,
    private readonly readers: Readers,
    private readonly store: EventStore,
  ) {}

  /** A C2SP tlog-proof. Throws `EVENT_UNKNOWN`, or `NOTARY_UNAVAILABLE` until a checkpoint for this reader covers the event. */
  async proofOf(id: string, asking: Asking): Promise<string> {
    const [entry] = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? await this.store.find([id]) : [];
    if (entry === undefined) throw new LedgerError('EVENT_UNKNOWN');
    const { size, note } = this.readers.proofUnder(asking);
    if (entry.position >= size) throw this.notYet();
    const hashes = await this.notary.leaves.inclusionProof(entry.position, size);
    return formatTlogProof({ index: entry.position, hashes, checkpoint: note });
  }

  private notYet(): LedgerError {
    const lacks = this.publication.lacks;
    return new LedgerError(
      'NOTARY_UNAVAILABLE',
      `no checkpoint covers the event yet${lacks === undefined ? '' : `: ${lacks}`}`,
    );
  }
}
