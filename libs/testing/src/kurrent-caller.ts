import { setTimeout as pause } from 'node:timers/promises';
import {
  type AppendResult,
  type AppendToStreamOptions,
  binaryEvent,
  type EventData,
  KurrentDBClient,
} from '@kurrent/kurrentdb-client';
import { sampleId } from './samples.js';

type StreamState = NonNullable<AppendToStreamOptions['streamState']>;

const typeOf = (error: unknown): unknown => (error as { readonly type?: unknown }).type;

/** An event whose id and content follow from a text. */
export const eventNamed = (text: string, bytes = 10): EventData =>
  binaryEvent({ id: sampleId(text), type: 'Sample', data: Buffer.alloc(bytes, text) });

/** Someone who appends events named by texts to one stream, at the leader, with the client as it is. */
export class KurrentCaller {
  readonly client: KurrentDBClient;

  constructor(
    private readonly url: string,
    private readonly stream = 'ledger',
  ) {
    this.client = KurrentDBClient.connectionString(url);
  }

  append(texts: readonly string[], streamState: StreamState): Promise<AppendResult> {
    const events = texts.map((text) => eventNamed(text));
    return this.client.appendToStream(this.stream, events, { streamState, requiresLeader: true });
  }

  /** Tries again while the outcome is unknown, with the same ids and revision. */
  async insist(texts: readonly string[], streamState: StreamState): Promise<AppendResult> {
    for (let left = 100; ; left--) {
      try {
        return await this.append(texts, streamState);
      } catch (error) {
        if (left === 0 || typeOf(error) === 'wrong-expected-version') throw error;
        await pause(20);
      }
    }
  }

  /** The ids in the stream, read with a client of its own, which no earlier failure has touched. */
  async recorded(): Promise<string[]> {
    const reader = KurrentDBClient.connectionString(this.url);
    const ids: string[] = [];
    try {
      for await (const { event } of reader.readStream(this.stream)) ids.push(event?.id ?? '');
    } catch (error) {
      if (typeOf(error) !== 'stream-not-found') throw error;
    } finally {
      await reader.dispose();
    }
    return ids;
  }

  dispose(): Promise<void> {
    return this.client.dispose();
  }
}
