import { randomUUID } from 'node:crypto';

import type { Entry, EventStore } from '#libs/event-store';
import { cloudEvent, type KafkaMessage } from '#libs/kafka';

import { clearData, origin, statementPayload } from '../store/sample-event.js';

const streams = 500;
const founding = { origin, codes: [], promise: 'a bench' };
const kid = 'A'.repeat(43);

/** Events of 1 KiB that everyone may read, spread over streams; the first two found the ledger. */
export class PublishedEvents {
  readonly entries: Entry[] = [];
  private readonly revisions = new Map<string, number>();

  /** `count` more, as they are to be appended. */
  more(count: number): Entry[] {
    const first = this.entries.length;
    const added = Array.from({ length: count }, (_, n) => this.entry(first + n));
    this.entries.push(...added);
    return added;
  }

  /** Appends `count` more to a store that holds those before. */
  async fill(store: EventStore, count: number): Promise<void> {
    for (let left = count; left > 0; left -= 1000) {
      const size = this.entries.length;
      await store.append(size, this.more(Math.min(1000, left)));
    }
  }

  /** What is sent for them, as whoever does nothing else would have it ready. */
  messages(): KafkaMessage[] {
    const last = new Map<string, number>();
    return this.entries.map(({ position, stream, id, payload, signature }) => {
      const previous = last.get(stream);
      last.set(stream, position);
      const { typ, time } = JSON.parse(Buffer.from(payload).toString()) as { typ: string; time: string };
      const claims = { iss: origin, jti: id, sub: stream, typ, ver: 1, time };
      return cloudEvent({ position, previous, payload, kid, signature, ...claims });
    });
  }

  private entry(position: number): Entry {
    const [id, time] = [randomUUID(), new Date().toISOString()];
    const stream = ['ledger-policy', 'ledger-keys'][position] ?? `report-bench_${position % streams}`;
    const revision = this.revisions.get(stream) ?? 0;
    this.revisions.set(stream, revision + 1);
    const data = position === 0 ? { on: '2025-03-10', ...founding } : clearData;
    const typ = ['LedgerFounded', 'KeyAdded'][position] ?? 'ReportGenerated';
    const payload = statementPayload({ id, stream, revision, time }, data, { typ });
    const rest = { boxes: null, disclosures: null, req: null };
    return { position, stream, revision, id, payload, kid, signature: Buffer.alloc(64, position), ...rest };
  }
}
