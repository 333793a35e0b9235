import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Draft, Entry, View } from '#libs/event-store';
import { type Claims, type Ed25519Jwk, encodePayload, Signer, thumbprint } from '#libs/integrity';
import { policyStream } from '#libs/ledger';

/** An Ed25519 key in memory: a given PKCS #8 text, else a new one. Signs on the thread pool as the real one does. */
export class MemorySigner extends Signer {
  override readonly kid: string;
  override readonly publicJwk: Ed25519Jwk;
  readonly #key: KeyObject;

  constructor(pem?: string) {
    super();
    this.#key = pem === undefined ? generateKeyPairSync('ed25519').privateKey : createPrivateKey(pem);
    const { x } = this.#key.export({ format: 'jwk' });
    this.publicJwk = { crv: 'Ed25519', kty: 'OKP', x: x ?? '' };
    this.kid = thumbprint(this.publicJwk);
  }

  override sign(bytes: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      sign(null, bytes, this.#key, (error, signature) => (error ? reject(error) : resolve(signature)));
    });
  }
}

/** A UUIDv8 that follows from a text. */
export function sampleId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

type SampleParts = Partial<Entry> & { readonly note?: string };

/** Appends entries with these parts at the end of a ledger. */
export type Grow = (...given: SampleParts[]) => Promise<Entry[]>;

/** An entry with its bytes as text, to be compared. */
export const plain = (entry: Entry): unknown =>
  Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : (value as unknown),
    ]),
  );

/** An entry whose payload is a statement with this `note`; everything not given is filled in. The first of a ledger founds it. */
export function sampleEntry(position: number, { note = '', ...given }: SampleParts = {}): Entry {
  const first = position === 0 && given.stream === undefined;
  const stream = given.stream ?? (first ? policyStream : `handling-${position}`);
  const { revision = 0, id = sampleId(`${position} ${stream}`) } = given;
  const place = { jti: id, sub: stream, rev: revision, time: '2025-01-15T09:00:00.000Z' };
  return {
    position,
    stream,
    revision,
    id,
    payload: samplePayload({ ...place, typ: first ? 'LedgerFounded' : 'CaseAssigned' }, note),
    kid: 'sample-key',
    signature: Buffer.alloc(64, position),
    boxes: null,
    disclosures: null,
    req: null,
    ...given,
  };
}

type Place = Pick<Claims, 'jti' | 'sub' | 'rev' | 'typ' | 'time'>;

function samplePayload(place: Place, note: string): Uint8Array {
  const data = { on: place.time.slice(0, 10), note };
  return encodePayload({ iss: 'ledger.test/sample', ver: 1, by: { role: 'clock' }, ...place, data });
}

/** A draft for the next revision of a stream that the command names; `note` fills its data. */
export function sampleDraft(view: View, stream: string, id: string, note = ''): Draft {
  const place = { jti: id, sub: stream, rev: view.nextRevision(stream), time: view.time };
  return { stream, id, payload: samplePayload({ ...place, typ: 'CaseAssigned' }, note) };
}
