import { once } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { RecordedEvent } from './event-log.js';
import { readEventOf } from './messages.js';

type Call = ServerWritableStream<streamsPb.ReadReq, streamsPb.ReadResp>;

/** How many events are taken from the log at a time. */
export const readPage = 256;

/** Writes responses as fast as the client takes them, and knows when it no longer does. */
export class Sender {
  private readonly left = new AbortController();

  constructor(
    private readonly call: Call,
    private readonly ids: 'text' | 'halves',
  ) {
    for (const name of ['cancelled', 'close']) call.once(name, () => this.left.abort());
  }

  get gone(): boolean {
    return this.left.signal.aborted || this.call.cancelled;
  }

  event(event: RecordedEvent): Promise<void> {
    return this.response(readEventOf(event, this.ids));
  }

  async response(response: streamsPb.ReadResp): Promise<void> {
    if (!this.gone && !this.call.write(response)) await this.until(this.call, 'drain');
  }

  /** Waits for an event of an emitter, or until the client goes. */
  async until(emitter: NodeJS.EventEmitter, name: string): Promise<void> {
    if (!this.gone) await once(emitter, name, { signal: this.left.signal }).catch(() => undefined);
  }
}
