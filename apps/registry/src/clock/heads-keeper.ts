import { Injectable } from '@nestjs/common';

import { ledgerHeadsEvents } from '#libs/domain';
import { type Entry, EventStore, pageSize } from '#libs/event-store';
import { disclosureText, type HeadsAudience, headsValue, recordedEvent } from '#libs/integrity';
import { Entropy, headsStream, keysStream, LedgerError, policyStream } from '#libs/ledger';

import { LedgerIndex } from '../ledger-index.js';
import { type DisclosedEvent, type Facts, Recorder } from '../recorder.js';
import { clockCause } from './window-clock.js';

/** How often the recording is tried again when the ledger has grown meanwhile. */
const tries = 50;

/** Records every stream of every addressee with its last revision, so that nothing can be left out of a bundle unnoticed. */
@Injectable()
export class HeadsKeeper {
  constructor(
    private readonly store: EventStore,
    private readonly index: LedgerIndex,
    private readonly recorder: Recorder,
    private readonly entropy: Entropy,
  ) {}

  /** The audience's newest heads, recorded now unless nothing but heads was appended since the last. */
  async upToDate(audience: HeadsAudience): Promise<Entry> {
    const last = await this.last(audience);
    if (last !== undefined && !(await this.hasGrownSince(last.position))) return last;
    for (let i = 0; i < tries; i++) {
      const recorded = await this.attempt(audience);
      if (recorded !== undefined) return recorded;
    }
    throw new LedgerError('STORE_UNAVAILABLE', 'the ledger grows faster than its heads can be recorded');
  }

  private async attempt(audience: HeadsAudience): Promise<Entry | undefined> {
    const size = await this.store.size();
    await this.index.catchUp(size);
    const [entry] = await this.recorder.record(clockCause(`HeadsRecorded:${audience}:${size}`), {
      streams: [headsStream],
      decide: (facts) => (facts.size === this.index.heads.size ? [this.heads(audience, facts)] : []),
    });
    return entry;
  }

  private heads(audience: HeadsAudience, facts: Facts): DisclosedEvent {
    const { heads } = this.index;
    const disclosures = heads.codes.map((code) =>
      disclosureText({
        salt: this.entropy.bytes(16),
        name: code,
        value: { ...headsValue(heads.list(code, audience)) },
      }),
    );
    return {
      stream: headsStream,
      type: 'HeadsRecorded',
      version: ledgerHeadsEvents.HeadsRecorded.ver,
      codes: [],
      data: {
        on: facts.today,
        audience,
        size: facts.size,
        keys: heads.head(keysStream),
        policy: heads.head(policyStream),
      },
      disclosures,
    };
  }

  private async last(audience: HeadsAudience): Promise<Entry | undefined> {
    await this.index.upToDate();
    for (let rev = this.index.heads.head(headsStream); rev >= 0; rev--) {
      const [entry] = await this.store.readStream(headsStream, rev, 1);
      if (entry !== undefined && recordedEvent(entry.position, entry.payload).data['audience'] === audience)
        return entry;
    }
    return undefined;
  }

  private async hasGrownSince(position: number): Promise<boolean> {
    for (let from = position + 1; ;) {
      const page = await this.store.read(from, pageSize);
      if (page.some(({ stream }) => stream !== headsStream)) return true;
      if (page.length < pageSize) return false;
      from += page.length;
    }
  }
}
