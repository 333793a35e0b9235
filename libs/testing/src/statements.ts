import type { Entry, EventStore } from '#libs/event-store';
import { encodePayload, type Signer, signingInput } from '#libs/integrity';
import { type JsonObject, keysStream, policyStream } from '#libs/ledger';

import { MemorySigner, sampleId } from './samples.js';

/** What is to stand in a ledger; everything else follows from its place. */
export interface Stated {
  readonly stream: string;
  readonly type: string;
  readonly data?: JsonObject;
  readonly codes?: readonly string[];
  /** Ciphertext beside the statement, as the store keeps it. */
  readonly boxes?: Uint8Array;
  /** Recorded at; a minute after the one before unless told. */
  readonly time?: string;
}

const origin = 'ledger.test/statements';

/** Signed entries in order, as a registry would have recorded them: quick to make, in any number, with nothing decided. */
export class Statements {
  readonly entries: Entry[] = [];
  readonly origin = origin;
  private readonly revisions = new Map<string, number>();

  constructor(private readonly signer: Signer = new MemorySigner()) {}

  /** The first two of a ledger. */
  static async founded(): Promise<Statements> {
    const signer = new MemorySigner();
    const statements = new Statements(signer);
    const { kid, publicJwk } = signer;
    await statements.add(
      { stream: policyStream, type: 'LedgerFounded', data: { origin, codes: ['KHM'] } },
      { stream: keysStream, type: 'KeyAdded', data: { kid, jwk: { ...publicJwk }, purpose: 'issuer' } },
    );
    return statements;
  }

  get publicKey(): MemorySigner['publicJwk'] {
    return this.signer.publicJwk;
  }

  /** Adds these at the end, and answers with them. */
  async add(...stated: readonly Stated[]): Promise<readonly Entry[]> {
    const first = this.entries.length;
    const added = await Promise.all(stated.map((each, n) => this.entry(first + n, each)));
    this.entries.push(...added);
    return added;
  }

  /** Adds these at the end here and in a store that holds the same. */
  async addTo(store: EventStore, ...stated: readonly Stated[]): Promise<readonly Entry[]> {
    const held = await store.size();
    await this.add(...stated);
    const missing = this.entries.slice(held);
    for (let from = 0; from < missing.length; from += 500)
      await store.append(held + from, missing.slice(from, from + 500));
    return missing;
  }

  /** Entries of one stream from a revision on, up to and including a position. */
  async *readStream(stream: string, fromRevision: number, upTo: number): AsyncIterable<Entry> {
    for (const entry of this.entries)
      if (entry.stream === stream && entry.revision >= fromRevision && entry.position <= upTo) yield entry;
  }

  private async entry(position: number, { stream, type, data = {}, codes, boxes, time }: Stated): Promise<Entry> {
    const revision = this.revisions.get(stream) ?? 0;
    this.revisions.set(stream, revision + 1);
    const id = sampleId(`statement ${position}`);
    const payload = encodePayload({
      ...{ iss: origin, jti: id, sub: stream, rev: revision, typ: type, ver: 1, by: { role: 'clock' } },
      time: time ?? new Date(Date.UTC(2025, 2, 11, 9, position)).toISOString(),
      ...(codes && { codes }),
      data: { on: '2025-03-10', ...data },
    });
    const signature = await this.signer.sign(signingInput(this.signer.kid, payload));
    const rest = { boxes: boxes ?? null, disclosures: null, req: null };
    return { position, stream, revision, id, payload, kid: this.signer.kid, signature, ...rest };
  }
}
